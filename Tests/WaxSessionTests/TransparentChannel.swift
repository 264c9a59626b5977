import WaxCore
import WaxIdentity
import WaxSHA
import WaxWire

@testable import WaxSession

/// A secure channel for tests that is neither: it sends in clear, behind a checksum with a counter. So a test can
/// read and write records by itself, and still sees that a changed one does not open.
final class TransparentChannel: SecureChannel {
    var sealed: UInt64 = 0
    var opened: UInt64 = 0
    var sealingKey: UInt8 = 0
    var openingKey: UInt8 = 0
    let role: Role

    init(role: Role) { self.role = role }

    func seal(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {
        let count = body.count - 16
        var tag: [UInt8]
        do {
            let text = body.span.extracting(0..<count)
            tag = TransparentChannel.tag(text, header, counter: sealed, key: sealingKey, sender: role)
        }
        for index in 0..<16 { body[count + index] = tag[index] }
        sealed += 1
    }

    func open(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {
        let text = body.span.extracting(0..<(body.count - 16))
        let tag = TransparentChannel.tag(text, header, counter: opened, key: openingKey, sender: role.other)
        for index in 0..<16 where body[body.count - 16 + index] != tag[index] {
            throw SessionError(.peerMisbehaved, "a record does not open", wireCode: .authenticationFailed)
        }
        opened += 1
    }

    static func tag(
        _ text: Span<UInt8>, _ header: Span<UInt8>, counter: UInt64, key: UInt8, sender: Role
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [sender.rawValue, key] + bigEndian(counter))
        hash.update(header)
        hash.update(text)
        let digest = hash.finalize()
        return Array([UInt8](copying: digest.bytes).prefix(16))
    }

    func rekeySealing() { sealingKey &+= 1 }
    func rekeyOpening() { openingKey &+= 1 }
    var binding: [UInt8] { [UInt8](repeating: 7, count: 32) }
    func export(label: [UInt8], context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
        SymmetricKey(data: [UInt8](repeating: UInt8(label.count + context.count), count: count))
    }
}

/// A handshake of one byte each.
final class TransparentHandshake: HandshakeDriver {
    let role: Role
    let peer = Peer(identity: nil, version: 1, suite: "none", preSharedKeyIdentifier: nil)

    init(role: Role) { self.role = role }

    var accepted: UnitTypes { role == .client ? [.handshake, .reject] : .hello }

    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
        role == .client ? [1, 0, 1, 0] : []
    }

    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress {
        guard header.type != .reject else {
            throw SessionError(
                refusedWith: ErrorCode(rawValue: UInt16(unit[3]) << 8 | UInt16(unit[4])), authentic: false)
        }
        return .complete(
            output: role == .server ? [2, 0, 1, 0] : [], channel: TransparentChannel(role: role), peer: peer)
    }
}
