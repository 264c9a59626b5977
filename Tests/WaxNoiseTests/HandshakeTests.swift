import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

@Suite("Handshake steps")
struct HandshakeTests {
    static func handshake(
        _ pattern: String, _ role: HandshakeRole, _ keys: HandshakeKeys
    ) throws(NoiseError) -> Handshake {
        try Handshake(NoiseProtocol(name: PatternTests.fullName(pattern)), role: role, keys: keys)
    }

    @Test("Turns are checked, and a caller's mistake changes nothing")
    func turns() throws {
        var random = SeededRandom(seed: 71)
        var client = try Self.handshake("NN", .initiator, HandshakeKeys())
        var server = try Self.handshake("NN", .responder, HandshakeKeys())
        var outcomes: [NoiseError?] = []
        outcomes.append(error { () throws(NoiseError) in try client.readMessage([]) })
        outcomes.append(error { () throws(NoiseError) in try server.writeMessage(using: &random) })
        outcomes.append(
            error { () throws(NoiseError) in
                try client.writeMessage(payload: [UInt8](repeating: 0, count: 65504), using: &random)
            })
        #expect(outcomes == [.wrongTurn, .wrongTurn, .messageTooLong])
        let largest = client.largestPayload
        #expect(largest == 65503)
        let first = try client.writeMessage(payload: [UInt8](repeating: 0, count: largest), using: &random)
        #expect(first.count == 65535)
        let serverSees = server.largestPayload
        #expect(serverSees == largest)
        _ = try server.readMessage(first)
        let second = try server.writeMessage(payload: [7], using: &random)
        let payload = try client.readMessage(second)
        let turns = [client.turn, server.turn]
        #expect(payload == [7] && turns == [.finish, .finish])
        _ = try client.finish()
        let early = try Self.handshake("NN", .initiator, HandshakeKeys())
        var outcome: NoiseError?
        do throws(NoiseError) { _ = try early.finish() } catch { outcome = error }
        #expect(outcome == .wrongTurn)
    }

    @Test("After a failed read the handshake is dead, even for the right message")
    func dead() throws {
        var random = SeededRandom(seed: 72)
        let key = PrivateKey(using: &random)
        var client = try Self.handshake("NX", .initiator, HandshakeKeys())
        var server = try Self.handshake("NX", .responder, HandshakeKeys(localStatic: key))
        let first = try client.writeMessage(using: &random)
        _ = try server.readMessage(first)
        let second = try server.writeMessage(payload: [1, 2, 3], using: &random)
        var forged = second
        forged[40] ^= 1
        let outcomes = [
            error { () throws(NoiseError) in try client.readMessage(forged) },
            error { () throws(NoiseError) in try client.readMessage(second) },
            error { () throws(NoiseError) in try client.writeMessage(using: &random) },
        ]
        #expect(outcomes == [.authenticationFailure, .handshakeFailed, .handshakeFailed])
        let turn = client.turn, remote = client.remoteStatic
        #expect(turn == .failed && remote == nil)
        var outcome: NoiseError?
        do throws(NoiseError) { _ = try client.finish() } catch { outcome = error }
        #expect(outcome == .handshakeFailed)
    }

    @Test("Messages of the wrong size")
    func sizes() throws {
        for count in [0, 1, 31, 65536] {
            var server = try Self.handshake("NN", .responder, HandshakeKeys())
            let outcome = error { () throws(NoiseError) in
                try server.readMessage([UInt8](repeating: 1, count: count))
            }
            #expect(outcome == (count < 32 ? .messageTooShort : .messageTooLong))
        }
    }

    @Test(
        "An ephemeral key of low order is refused when it is used",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func lowOrder(_ point: String) throws {
        var random = SeededRandom(seed: 73)
        var server = try Self.handshake("NX", .responder, HandshakeKeys(localStatic: PrivateKey(using: &random)))
        _ = try server.readMessage(Hex.decode(point))
        let outcome = error { () throws(NoiseError) in try server.writeMessage(using: &random) }
        let turn = server.turn
        #expect(outcome == .invalidPublicKey && turn == .failed)
    }

    @Test("Exactly the keys that the pattern uses are wanted")
    func keyChecks() throws {
        var random = SeededRandom(seed: 74)
        let key = PrivateKey(using: &random), psk = SymmetricKey(size: .bits256, using: &random)
        func outcome(_ pattern: String, _ role: HandshakeRole, _ keys: HandshakeKeys) -> NoiseError? {
            do throws(NoiseError) {
                _ = try Self.handshake(pattern, role, keys)
                return nil
            } catch { return error }
        }
        #expect(outcome("XX", .initiator, HandshakeKeys()) == .missingKey)
        #expect(outcome("NX", .initiator, HandshakeKeys(localStatic: key)) == .superfluousKey)
        #expect(outcome("NX", .responder, HandshakeKeys()) == .missingKey)
        #expect(outcome("NK", .initiator, HandshakeKeys()) == .missingKey)
        #expect(
            outcome("NK", .responder, HandshakeKeys(localStatic: key, remoteStatic: key.publicKey)) == .superfluousKey)
        #expect(outcome("NN", .initiator, HandshakeKeys(preshared: [psk])) == .superfluousKey)
        #expect(
            outcome("NNpsk0", .initiator, HandshakeKeys(preshared: [SymmetricKey(size: .bits128)])) == .wrongKeySize)
        #expect(outcome("NNfallback", .initiator, HandshakeKeys()) == .missingKey)
        #expect(outcome("NNfallback", .initiator, HandshakeKeys(localEphemeral: key)) == nil)
        #expect(outcome("NN", .initiator, HandshakeKeys(remoteEphemeral: key.publicKey)) == .superfluousKey)
    }

    @Test("A pre-shared key can be chosen by what the peer showed")
    func latePSK() throws {
        var random = SeededRandom(seed: 75)
        let clientKey = PrivateKey(using: &random), serverKey = PrivateKey(using: &random)
        let psk = SymmetricKey(size: .bits256, using: &random)
        var client = try Self.handshake("XXpsk3", .initiator, HandshakeKeys(localStatic: clientKey, preshared: [psk]))
        var server = try Self.handshake("XXpsk3", .responder, HandshakeKeys(localStatic: serverKey))
        _ = try server.readMessage(client.writeMessage(using: &random))
        _ = try client.readMessage(server.writeMessage(using: &random))
        let third = try client.writeMessage(payload: [5], using: &random)
        let missing = error { () throws(NoiseError) in try server.readMessage(third) }
        #expect(missing == .missingKey)
        try server.addPresharedKey(psk)
        let superfluous = error { () throws(NoiseError) in try server.addPresharedKey(psk) }
        #expect(superfluous == .superfluousKey)
        let payload = try server.readMessage(third)
        #expect(payload == [5])
    }

    @Test("The pipe from a failed attempt to its fallback: the ephemeral key is used again")
    func fallback() throws {
        var random = SeededRandom(seed: 76)
        let clientKey = PrivateKey(using: &random), serverKey = PrivateKey(using: &random)
        let ephemeral = PrivateKey(using: &random)
        var client = try Self.handshake(
            "XXfallback", .initiator, HandshakeKeys(localStatic: clientKey, localEphemeral: ephemeral))
        var server = try Self.handshake(
            "XXfallback", .responder, HandshakeKeys(localStatic: serverKey, remoteEphemeral: ephemeral.publicKey))
        let turns = [client.turn, server.turn]
        #expect(turns == [.read, .write])
        _ = try client.readMessage(server.writeMessage(using: &random))
        _ = try server.readMessage(client.writeMessage(using: &random))
        let left = try client.finish(), right = try server.finish()
        #expect(left.exporter.channelBinding == right.exporter.channelBinding)
        #expect(left.remoteStatic == serverKey.publicKey && right.remoteStatic == clientKey.publicKey)
        #expect(try right.receiving?.decrypt(left.sending?.encrypt([1]) ?? []) == [1])
    }

    @Test("Hundreds of changed and made-up messages only fail as declared")
    func mutations() throws {
        var random = SeededRandom(seed: 77)
        let key = PrivateKey(using: &random)
        for round in 0..<600 {
            let pattern = ["XX", "NX", "IX", "NNpsk0"][round % 4]
            let full = try NoiseProtocol(name: PatternTests.fullName(pattern))
            var keys = KeySet(full, &random)
            if keys.responder.localStatic != nil { keys.responder.localStatic = key }
            var place = random
            let outcome = error { () throws(NoiseError) in
                try converse(full, keys, &random) { index, message in
                    guard index == round % full.pattern.messages.count else { return }
                    switch round % 5 {
                    case 0: message = place.bytes(count: Int.random(in: 0...200, using: &place))
                    case 1: message.append(0)
                    case 2: message.removeLast(Int.random(in: 1...message.count, using: &place))
                    case 3: message.removeFirst()
                    default: message[Int.random(in: 0..<message.count, using: &place)] ^= 0x80
                    }
                }
            }
            #expect(
                outcome == .authenticationFailure || outcome == .messageTooShort || outcome == .invalidPublicKey,
                "\(round)")
        }
    }
}
