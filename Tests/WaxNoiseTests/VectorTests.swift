import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

@Suite("Published Noise vectors")
struct VectorTests {
    struct File: Decodable {
        var vectors: [Vector]
    }

    struct Vector: Decodable, CustomTestStringConvertible {
        struct Message: Decodable {
            var payload: String
            var ciphertext: String
        }
        var protocol_name: String
        var init_prologue: String
        var init_static: String?
        var init_ephemeral: String
        var init_remote_static: String?
        var init_psks: [String]?
        var resp_prologue: String
        var resp_static: String?
        var resp_ephemeral: String?
        var resp_remote_static: String?
        var resp_psks: [String]?
        var handshake_hash: String
        var messages: [Message]

        var testDescription: String { protocol_name }
    }

    static let vectors: [Vector] = {
        let file = try? TestVectors.json("noise/cacophony_25519_AESGCM_SHA256.json", as: File.self)
        return file?.vectors ?? []
    }()

    @Test("All 59 protocols of the suite are there")
    func count() throws {
        _ = try TestVectors.url("noise/cacophony_25519_AESGCM_SHA256.json")
        #expect(Self.vectors.count == 59)
        #expect(Set(Self.vectors.map(\.protocol_name)).count == 59)
    }

    static func keys(_ secret: String?, _ remote: String?, _ psks: [String]?) throws -> HandshakeKeys {
        HandshakeKeys(
            localStatic: try secret.map { try PrivateKey(rawRepresentation: Hex.decode($0)) },
            remoteStatic: try remote.map { try PublicKey(rawRepresentation: Hex.decode($0)) },
            preshared: try (psks ?? []).map { SymmetricKey(data: try Hex.decode($0)) })
    }

    @Test("Every message of both roles, the handshake hash and the transport messages", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let name = try NoiseProtocol(name: vector.protocol_name)
        var initiator = try Handshake(
            name, role: .initiator, prologue: Hex.decode(vector.init_prologue),
            keys: Self.keys(vector.init_static, vector.init_remote_static, vector.init_psks))
        var responder = try Handshake(
            name, role: .responder, prologue: Hex.decode(vector.resp_prologue),
            keys: Self.keys(vector.resp_static, vector.resp_remote_static, vector.resp_psks))
        var initiatorRandom = FixedRandom(bytes: try Hex.decode(vector.init_ephemeral))
        var responderRandom = FixedRandom(bytes: try Hex.decode(vector.resp_ephemeral ?? ""))

        let handshakeCount = name.pattern.messages.count
        #expect(vector.messages.count > handshakeCount)
        for (index, message) in vector.messages[..<handshakeCount].enumerated() {
            let payload = try Hex.decode(message.payload), expected = try Hex.decode(message.ciphertext)
            let written: [UInt8], read: [UInt8]
            if index % 2 == 0 {
                written = try initiator.writeMessage(payload: payload, using: &initiatorRandom)
                read = try responder.readMessage(expected)
            } else {
                written = try responder.writeMessage(payload: payload, using: &responderRandom)
                read = try initiator.readMessage(expected)
            }
            #expect(written == expected && read == payload, "message \(index)")
        }
        let hashes = [initiator.hash, responder.hash]
        #expect(hashes.map { Hex.encode($0) } == [vector.handshake_hash, vector.handshake_hash])
        let left = try initiator.finish(), right = try responder.finish()
        #expect(Hex.encode(left.exporter.channelBinding) == vector.handshake_hash)
        #expect(left.receiving == nil || !name.pattern.isOneWay)

        for (index, message) in vector.messages.enumerated().dropFirst(handshakeCount) {
            let payload = try Hex.decode(message.payload), expected = try Hex.decode(message.ciphertext)
            let fromInitiator = name.pattern.isOneWay || index % 2 == 0
            let sender = try #require(fromInitiator ? left.sending : right.sending)
            let receiver = try #require(fromInitiator ? right.receiving : left.receiving)
            #expect(
                try sender.encrypt(payload) == expected && receiver.decrypt(expected) == payload, "message \(index)")
        }
    }
}
