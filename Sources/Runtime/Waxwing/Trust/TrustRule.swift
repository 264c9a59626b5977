internal import Synchronization
internal import WaxIdentity
internal import WaxKeys

/// A policy in the form in which a handshake asks it: from memory, at once. Can be exchanged for another while
/// connections use it.
final class TrustRule: PeerTrust {
    /// Who is trusted.
    enum Content: Sendable {
        /// Keys, each by the SHA-256 of its SubjectPublicKeyInfo.
        case keys(Set<[UInt8]>)
        /// Keys, each by its fingerprint in the manner of OpenSSH.
        case fingerprints(Set<OpenSSHFingerprint>)
        case anyone
    }

    private let content: Mutex<Content>

    init(_ content: Content) { self.content = Mutex(content) }

    /// Exchanges the rule, for connections that have begun too.
    func replace(by content: Content) { self.content.withLock { $0 = content } }

    func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision {
        switch content.withLock({ $0 }) {
        case .keys(let keys): decision(keys.contains(claim.fingerprint), about: claim.openSSHFingerprint)
        case .fingerprints(let fingerprints):
            // The fingerprint is of another form of the key, which is rewritten without a look at its numbers.
            decision(claim.openSSHFingerprint.map(fingerprints.contains), about: claim.openSSHFingerprint)
        case .anyone: .trusted
        }
    }

    func decision(about identity: PeerIdentity) -> TrustDecision {
        switch content.withLock({ $0 }) {
        case .keys(let keys): decision(keys.contains(identity.fingerprint), about: identity.openSSHFingerprint)
        case .fingerprints(let fingerprints):
            decision(fingerprints.contains(identity.openSSHFingerprint), about: identity.openSSHFingerprint)
        case .anyone: .trusted
        }
    }

    private func decision(_ isTrusted: Bool?, about fingerprint: OpenSSHFingerprint?) -> TrustDecision {
        guard isTrusted != true else { return .trusted }
        let subject = fingerprint.map { "\($0)" } ?? "its key"
        return .notTrusted(reason: "\(subject) is not among the keys that are trusted")
    }
}

extension TrustRule.Content {
    /// The keys of a list, but none that was meant to be restricted; and what to tell about the others.
    init(_ list: AuthorizedKeys, notices: inout [String]) {
        notices += list.notices.map { "\($0)" }
        var keys: Set<[UInt8]> = []
        for entry in list.entries {
            if let option = entry.options.first {
                let name = option.name.escapedForDisplay
                notices.append(
                    """
                    line \(entry.line) is refused: the option “\(name)” is not known here, and the key was to be \
                    restricted
                    """)
                continue
            }
            keys.insert(PeerIdentity(publicKey: entry.publicKey.key).fingerprint)
        }
        self = .keys(keys)
    }
}
