import WaxCore
import WaxIdentity
import WaxNoise
import WaxWire

/// The server's side of the handshake: hello and first message in, second message out, and, for a client with an
/// identity, third message in.
///
/// Until the client has proven something, it costs this side an ephemeral key, two X25519 agreements and some hashes;
/// the signature of a delegation is verified only if the policy may accept the identity.
final class ServerHandshake: HandshakeDriver {
    /// What was agreed on in clear; the handshake proves that both saw the same.
    private struct Terms {
        var version: UInt16
        var suite: Suite
        var preSharedKeyIdentifier: [UInt8]?
    }

    private enum State: ~Copyable {
        case awaitingHello
        /// The client's first message is awaited; the hello as it arrived is the prologue.
        case awaitingFirstMessage(Terms, prologue: [UInt8])
        /// The client's identity is awaited.
        case awaitingIdentity(Handshake, Terms)
        /// It is over, one way or the other.
        case over
    }

    private let parameters: ServerParameters
    private var state = State.awaitingHello
    private(set) var accepted: UnitTypes = .hello

    init(_ parameters: ServerParameters) { self.parameters = parameters }

    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        guard parameters.identity.role == .server else { throw .misuse("the identity is delegated for a client") }
        return []
    }

    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        let body = unit.extracting(UnitHeader.byteCount...)
        if header.type == .reject { throw try rejection(body) }
        var current = State.over
        swap(&current, &state)
        switch consume current {
        case .awaitingHello:
            let terms = try answer(body)
            state = .awaitingFirstMessage(terms, prologue: [UInt8](copying: unit))
            accepted = [.handshake, .reject]
            return .continues(output: [])
        case .awaitingFirstMessage(let terms, let prologue):
            return try answer(body, terms, prologue, random: &random)
        case .awaitingIdentity(let handshake, let terms):
            return try finish(handshake, terms, body, now: now)
        case .over: throw .violation("a handshake message out of turn")
        }
    }

    // MARK: Hello

    private func answer(_ body: Span<UInt8>) throws(SessionError) -> Terms {
        let hello: Hello
        do throws(WireError) { hello = try Hello(parsing: body) } catch { throw SessionError(error) }
        guard hello.versions.contains(where: parameters.versions.contains) else {
            throw SessionError(
                .peerIncompatible, "the client speaks none of the versions spoken here", wireCode: .unsupportedVersion)
        }
        let wantsKey = parameters.preSharedKey != nil
        // A suite that proves too little is answered like any failed authentication.
        if let suite = hello.suite {
            guard suite.clientHasIdentity || parameters.allowsAnonymousClients else {
                throw SessionError(
                    .notTrusted, "an anonymous client is not accepted", wireCode: .authenticationFailed)
            }
            guard suite.hasPresharedKey || !wantsKey else {
                throw SessionError(
                    .notTrusted, "a client without a pre-shared key is not accepted", wireCode: .authenticationFailed)
            }
        }
        let suites = Suite.allCases.filter { $0.hasPresharedKey == wantsKey }
        switch hello.answer(versions: parameters.versions, suites: suites) {
        case .proceed(version: let version, let suite):
            return Terms(version: version, suite: suite, preSharedKeyIdentifier: hello.presharedKeyIdentifier)
        case .reject(let code):
            throw SessionError(
                .peerIncompatible, "the client's hello cannot be answered: \(code)", wireCode: code)
        }
    }

    // MARK: Messages

    private func answer(
        _ body: Span<UInt8>, _ terms: Terms, _ prologue: [UInt8], random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        var keys = HandshakeKeys(localStatic: parameters.identity.delegatedKey)
        if let lookUp = parameters.preSharedKey {
            // An unknown identifier goes on with a key that nobody has, and fails where a wrong key fails.
            let unknown = SymmetricKey(size: .bits256, using: &random)
            let key = terms.preSharedKeyIdentifier.flatMap(lookUp) ?? unknown
            guard key.bitCount == 256 else {
                throw SessionError(
                    .localMisuse, "the pre-shared key given for an identifier has \(key.bitCount) bits instead of 256",
                    wireCode: .authenticationFailed)
            }
            keys.preshared = [key]
        }
        var handshake = try responder(terms.suite, prologue, keys)
        let output: [UInt8]
        do throws(NoiseError) {
            guard try handshake.readMessage(body).isEmpty else { throw .authenticationFailure }
            let payload = ServerPayload(version: terms.version, block: parameters.identity.block)
            output = handshakeUnit(try handshake.writeMessage(payload: payload.encoded(), using: &random))
        } catch {
            throw SessionError(handshake: error)
        }
        guard terms.suite.clientHasIdentity else {
            let transport: NoiseTransport
            do throws(NoiseError) { transport = try handshake.finish() } catch { throw SessionError(handshake: error) }
            return try conclude(transport, terms, identity: nil, output: output)
        }
        state = .awaitingIdentity(handshake, terms)
        return .continues(output: output)
    }

    private func responder(
        _ suite: Suite, _ prologue: [UInt8], _ keys: HandshakeKeys
    ) throws(SessionError) -> Handshake {
        do throws(NoiseError) {
            return try Handshake(
                NoiseProtocol(name: suite.protocolName), role: .responder, prologue: prologue.span, keys: keys)
        } catch {
            throw SessionError(handshake: error)
        }
    }

    private func finish(
        _ handshake: consuming Handshake, _ terms: Terms, _ body: Span<UInt8>, now: Moment
    ) throws(SessionError) -> HandshakeProgress {
        let payload: [UInt8]
        do throws(NoiseError) { payload = try handshake.readMessage(body) } catch {
            throw SessionError(handshake: error)
        }
        let staticKey = handshake.remoteStatic
        let transport: NoiseTransport
        do throws(NoiseError) { transport = try handshake.finish() } catch { throw SessionError(handshake: error) }
        let identity: PeerIdentity
        do throws(IdentityError) {
            guard let staticKey else { throw .keyMismatch }
            identity = try IdentityBlock(parsing: payload.span).verify(
                role: .client, staticKey: staticKey, now: now, trust: parameters.trust,
                limits: parameters.delegationLimits)
        } catch {
            // There are keys now, so the refusal goes into a record; it says no more than a reject does.
            return .refused(
                output: [], channel: try NoiseChannel(transport), peer: peer(terms, identity: nil),
                Refusal(code: .authenticationFailed), SessionError(error))
        }
        return try conclude(transport, terms, identity: identity, output: [])
    }

    /// Asks the last word on a client about which everything is known.
    private func conclude(
        _ transport: NoiseTransport, _ terms: Terms, identity: PeerIdentity?, output: [UInt8]
    ) throws(SessionError) -> HandshakeProgress {
        let peer = peer(terms, identity: identity)
        let channel = try NoiseChannel(transport)
        guard let refusal = parameters.admission(peer) else {
            return .complete(output: output, channel: channel, peer: peer)
        }
        let error = SessionError(.notTrusted, "turned away with \(refusal.code) by this side's own rule")
        return .refused(output: output, channel: channel, peer: peer, refusal, error)
    }

    private func peer(_ terms: Terms, identity: PeerIdentity?) -> Peer {
        Peer(
            identity: identity, version: terms.version, suite: terms.suite.protocolName,
            preSharedKeyIdentifier: terms.preSharedKeyIdentifier)
    }
}
