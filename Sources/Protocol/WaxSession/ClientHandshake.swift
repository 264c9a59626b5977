import WaxCore
import WaxIdentity
import WaxNoise
import WaxWire

/// The client's side of the handshake: hello and first message out, second message in, and, for a client with an
/// identity, third message out.
///
/// The server is checked and trusted before the third message is made, so nobody else learns who the client is.
final class ClientHandshake: HandshakeDriver {
    private enum State: ~Copyable {
        /// Nothing has been sent.
        case beginning
        /// The server's message is awaited.
        case awaitingServer(Handshake, Suite)
        /// It is over, one way or the other.
        case over
    }

    private let parameters: ClientParameters
    private var state = State.beginning

    init(_ parameters: ClientParameters) { self.parameters = parameters }

    var accepted: UnitTypes { [.handshake, .reject] }

    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        guard parameters.identity?.role ?? .client == .client else {
            throw .misuse("the identity is delegated for a server")
        }
        let suite = Suite(
            clientHasIdentity: parameters.identity != nil, presharedKey: parameters.preSharedKey != nil)
        let hello = try makeHello(suite, random: &random)
        do throws(NoiseError) {
            var noise = try Handshake(
                NoiseProtocol(name: suite.protocolName), role: .initiator, prologue: hello.span,
                keys: HandshakeKeys(
                    localStatic: parameters.identity?.delegatedKey,
                    preshared: parameters.preSharedKey.map { [$0.key] } ?? []))
            let message = try noise.writeMessage(using: &random)
            state = .awaitingServer(noise, suite)
            return hello + handshakeUnit(message)
        } catch {
            throw .misuse("the handshake cannot begin: \(error)")
        }
    }

    private func makeHello(_ suite: Suite, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        var versions = parameters.versions
        var extensions: [Extension] = []
        if parameters.grease.isDue(oneIn: 4, random: &random) {
            let word = random.nextUInt64()
            extensions = [
                Extension(type: GreaseNumber.extensionType(word), value: random.bytes(count: Int(word >> 60)))
            ]
            if versions.count < 16 { versions.insert(GreaseNumber.version(word >> 16), at: 0) }
        }
        do throws(WireError) {
            return try Hello(
                versions: versions, suite: suite,
                presharedKeyIdentifier: parameters.preSharedKey?.identifier, otherExtensions: extensions
            ).encodedUnit()
        } catch {
            throw .misuse("the hello cannot be made: \(error.reason)")
        }
    }

    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        let body = unit.extracting(UnitHeader.byteCount...)
        guard header.type == .handshake else { throw try rejection(body) }
        var current = State.over
        swap(&current, &state)
        switch consume current {
        case .beginning: throw .violation("a handshake message out of turn")
        case .over: throw .violation("a handshake message out of turn")
        case .awaitingServer(let noise, let suite): return try finish(noise, suite, body, now: now, random: &random)
        }
    }

    private func finish(
        _ handshake: consuming Handshake, _ suite: Suite, _ body: Span<UInt8>, now: Moment,
        random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        let payload: [UInt8]
        do throws(NoiseError) { payload = try handshake.readMessage(body) } catch {
            throw SessionError(handshake: error)
        }
        let server: ServerPayload
        let identity: PeerIdentity
        do throws(IdentityError) {
            server = try ServerPayload(parsing: payload.span)
            guard let key = handshake.remoteStatic else { throw .keyMismatch }
            identity = try server.block.verify(
                role: .server, staticKey: key, now: now, trust: parameters.trust, limits: parameters.delegationLimits)
        } catch {
            throw SessionError(error)
        }
        guard parameters.versions.contains(server.version) else {
            throw SessionError(
                .peerMisbehaved, "the server chose version \(server.version), which was not offered",
                wireCode: .authenticationFailed)
        }
        var output: [UInt8] = []
        let transport: NoiseTransport
        do throws(NoiseError) {
            if let own = parameters.identity {
                output = handshakeUnit(try handshake.writeMessage(payload: own.block.encoded(), using: &random))
            }
            transport = try handshake.finish()
        } catch {
            throw SessionError(handshake: error)
        }
        let peer = Peer(
            identity: identity, version: server.version, suite: suite.protocolName,
            preSharedKeyIdentifier: parameters.preSharedKey?.identifier)
        return .complete(output: output, channel: try NoiseChannel(transport), peer: peer)
    }
}

/// A unit with a message of the handshake.
func handshakeUnit(_ message: [UInt8]) -> [UInt8] {
    [
        UnitType.handshake.rawValue, UInt8(truncatingIfNeeded: message.count >> 8),
        UInt8(truncatingIfNeeded: message.count),
    ]
        + message
}
