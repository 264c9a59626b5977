internal import Synchronization
internal import WaxIdentity
internal import WaxKeys
internal import WaxRSA
internal import WaxTransport

/// What a file of known hosts says about one server.
final class HostTrust: PeerTrust {
    private let path: String
    private let host: KnownHosts.Host
    private let keys: [RSA.PublicKey]
    private let acceptsNew: Bool
    private let newcomer = Mutex<PeerIdentity?>(nil)

    /// Reads the file. Blocks.
    init(_ path: String, endpoint: Endpoint, acceptsNew: Bool) throws(WaxwingError) {
        self.path = path
        self.acceptsNew = acceptsNew
        do throws(OpenSSHError) {
            host = try KnownHosts.Host(name: endpoint.host, port: endpoint.port)
        } catch {
            throw WaxwingError(.misuse, "\(endpoint) cannot be a known host: \(error)")
        }
        keys = try Self.read(path).keys(of: host)
    }

    private static func read(_ path: String) throws(WaxwingError) -> KnownHosts {
        let bytes: [UInt8]
        do throws(WaxwingError) {
            bytes = try TrustFile.read(path)
        } catch {
            if error.code == .file(.notFound) { return KnownHosts() }
            throw error
        }
        do throws(KnownHosts.ParsingError) {
            return try KnownHosts(parsing: bytes.span)
        } catch {
            throw WaxwingError(.badKey, "\(path.escapedForDisplay): \(error)")
        }
    }

    func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision {
        guard let fingerprint = claim.openSSHFingerprint else {
            return .notTrusted(reason: "it is not an RSA key")
        }
        return decision(fingerprint)
    }

    func decision(about identity: PeerIdentity) -> TrustDecision {
        let decision = decision(identity.openSSHFingerprint)
        if decision == .trusted, keys.isEmpty { newcomer.withLock { $0 = identity } }
        return decision
    }

    private func decision(_ fingerprint: OpenSSHFingerprint) -> TrustDecision {
        if keys.contains(where: { $0.fingerprint == fingerprint }) { return .trusted }
        guard let known = keys.first else {
            return acceptsNew
                ? .trusted
                : .notTrusted(
                    reason: """
                        \(host) is not in \(path.escapedForDisplay) and shows \(fingerprint): compare that with its \
                        owner, then add it
                        """)
        }
        return .notTrusted(
            reason: """
                THE KEY OF \(host) HAS CHANGED: SOMEBODY MAY STAND BETWEEN. It was \(known.fingerprint) in \
                \(path.escapedForDisplay) and is now \(fingerprint); ask the owner of the server before you remove \
                that line
                """)
    }

    /// Writes down the server if it was accepted as new. Blocks.
    ///
    /// - Returns: Its fingerprint if it was.
    func remember() throws(WaxwingError) -> OpenSSHFingerprint? {
        guard let newcomer = newcomer.withLock({ $0 }) else { return nil }
        // Read again: another connection may have written meanwhile, and must not be contradicted.
        var hosts = try Self.read(path)
        let known = hosts.keys(of: host)
        guard known.isEmpty || known.contains(newcomer.publicKey) else {
            throw WaxwingError(.notTrusted, "\(host) has shown two different keys at its first two visits")
        }
        hosts.add(KnownHosts.Entry(host: host, publicKey: OpenSSHPublicKey(newcomer.publicKey)))
        try TrustFile.write(hosts.text, to: path)
        return newcomer.openSSHFingerprint
    }
}
