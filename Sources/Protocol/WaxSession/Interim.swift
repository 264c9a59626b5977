// Types of WaxIdentity and the handshake, until those modules are part of the package.

public import WaxCore
import WaxWire

public struct Moment: Hashable, Sendable {
    public var monotonicNanoseconds: UInt64
    public var unixSeconds: Int64
    public init(monotonicNanoseconds: UInt64, unixSeconds: Int64) {
        self.monotonicNanoseconds = monotonicNanoseconds
        self.unixSeconds = unixSeconds
    }
}
public struct PeerIdentity: Hashable, Sendable { public let fingerprint: [UInt8] }
public struct LocalIdentity: Sendable { public init() {} }

final class MissingHandshake: HandshakeDriver {
    var accepted: UnitTypes { .all }
    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        throw .misuse("the handshake is not part of the package yet")
    }
    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        throw .misuse("the handshake is not part of the package yet")
    }
}

extension Connection {
    /// Begins a session as the client: its first bytes can be taken at once.
    public convenience init(client parameters: ClientParameters, now: Moment, random: any RandomSource & Sendable) {
        self.init(
            role: .client, handshake: MissingHandshake(),
            options: SessionOptions(
                name: parameters.name, limits: parameters.limits.sane, padding: parameters.padding,
                grease: parameters.grease), now: now, random: random)
    }

    /// Begins a session as the server, which waits for the client's hello.
    public convenience init(server parameters: ServerParameters, now: Moment, random: any RandomSource & Sendable) {
        self.init(
            role: .server, handshake: MissingHandshake(),
            options: SessionOptions(
                name: parameters.name, limits: parameters.limits.sane, padding: parameters.padding,
                grease: parameters.grease), now: now, random: random)
    }
}
