import WaxCore
import WaxIdentity
import WaxWire

// For a channel of its own, which is not public.
@testable import WaxSession

/// No protection at all: the input is the peer, and has the keys.
final class ClearChannel: SecureChannel {
    func seal(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {}
    func open(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {}
    func rekeySealing() throws(SessionError) {}
    func rekeyOpening() throws(SessionError) {}
    var binding: [UInt8] { [UInt8](repeating: 7, count: 32) }
    func export(label: [UInt8], context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
        SymmetricKey(data: [UInt8](repeating: 1, count: count))
    }
}

/// A handshake of one byte each.
final class ClearHandshake: HandshakeDriver {
    let role: Role
    private let peer = Peer(identity: nil, version: 1, suite: "none", preSharedKeyIdentifier: nil)

    init(role: Role) { self.role = role }

    var accepted: UnitTypes { role == .client ? [.handshake, .reject] : .hello }

    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        role == .client ? [1, 0, 1, 0] : []
    }

    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        guard header.type != .reject else { throw SessionError(refusedWith: .busy, authentic: false) }
        return .complete(output: role == .server ? [2, 0, 1, 0] : [], channel: ClearChannel(), peer: peer)
    }
}
