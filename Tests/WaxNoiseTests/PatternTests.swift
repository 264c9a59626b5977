import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

@Suite("Noise patterns")
struct PatternTests {
    static func fullName(_ pattern: String) -> String { "Noise_\(pattern)_25519_AESGCM_SHA256" }

    /// Every pattern, without and with each single psk and with several, and their fallbacks.
    static let matrix: [String] = HandshakePattern.names.flatMap { name -> [String] in
        let count = (try? NoiseProtocol(name: fullName(name)).pattern.messages.count) ?? 0
        var all = [name]
        for number in 0...count { all.append("\(name)psk\(number)") }
        all.append("\(name)psk0+psk\(count)")
        all.append(name + (0...count).map { "psk\($0)" }.joined(separator: "+"))
        for modifiers in ["fallback", "fallback+psk0", "fallback+psk0+psk1"]
        where (try? NoiseProtocol(name: fullName(name + modifiers))) != nil {
            all.append(name + modifiers)
        }
        return all
    }

    @Test("All 38 patterns of revision 34 are known, and every pair of letters among them")
    func names() {
        #expect(HandshakePattern.names.count == 38 && Set(HandshakePattern.names).count == 38)
        for first in "NKXI" {
            for second in "NKX" {
                let name = "\(first)\(second)"
                #expect(HandshakePattern.names.contains(name))
                let deferred = ["\(first)1\(second)", "\(first)\(second)1", "\(first)1\(second)1"].filter {
                    HandshakePattern.names.contains($0)
                }
                #expect(
                    deferred.count == (first == "N" ? 0 : 1) + (second == "N" ? 0 : 1)
                        + (first != "N" && second != "N" ? 1 : 0))
            }
        }
        #expect(Self.matrix.count > 250)
        #expect(Self.matrix.filter { $0.contains("fallback") }.count >= 30)
    }

    @Test(
        "Names that are none",
        arguments: [
            "", "Noise_", "Noise_XX", "Noise__25519_AESGCM_SHA256", "noise_XX_25519_AESGCM_SHA256",
            "Noise_XX_448_AESGCM_SHA256", "Noise_XX_25519_ChaChaPoly_SHA256", "Noise_XX_25519_AESGCM_SHA512",
            "Noise_XX_25519_AESGCM_SHA256 ", "Noise_XXpsk_25519_AESGCM_SHA256", "Noise_XXpsk4_25519_AESGCM_SHA256",
            "Noise_XXpsk1+psk0_25519_AESGCM_SHA256", "Noise_XXpsk1+psk1_25519_AESGCM_SHA256",
            "Noise_XXpsk01_25519_AESGCM_SHA256", "Noise_XX+psk0_25519_AESGCM_SHA256",
            "Noise_XXpsk0+_25519_AESGCM_SHA256",
            "Noise_XXpsk0psk2_25519_AESGCM_SHA256", "Noise_XXhfs_25519_AESGCM_SHA256", "Noise_XY_25519_AESGCM_SHA256",
            "Noise_IKfallback_25519_AESGCM_SHA256", "Noise_Nfallback_25519_AESGCM_SHA256",
            "Noise_XXfallback+fallback_25519_AESGCM_SHA256", "Noise_XXpsk0+fallback_25519_AESGCM_SHA256",
            "Noise_NN1_25519_AESGCM_SHA256", "Noise_xx_25519_AESGCM_SHA256", "Noise_XX_25519_AESGCM_SHA256_",
        ])
    func badNames(_ name: String) {
        #expect(error { () throws(NoiseError) in try NoiseProtocol(name: name) } == .unknownProtocol)
    }

    @Test("Every pattern is valid by the rules of Noise sections 7.3 and 9.3")
    func validity() throws {
        for name in Self.matrix {
            let pattern = try NoiseProtocol(name: Self.fullName(name)).pattern
            // What each side has sent or is known to have, by letter; and the secrets mixed in.
            var known: [HandshakeRole: Set<Token>] = [
                .initiator: Set(pattern.initiatorPremessage), .responder: Set(pattern.responderPremessage),
            ]
            var mixed: Set<Token> = []
            var sender = pattern.firstSender
            for tokens in pattern.messages {
                for token in tokens {
                    switch token {
                    case .e, .s:
                        // 1. and 2.: a key is sent once, and not if it is known before.
                        #expect(known[sender]!.insert(token).inserted, "\(name)")
                    case .psk: break
                    case .ee, .es, .se, .ss:
                        #expect(mixed.insert(token).inserted, "\(name)")
                        let letters: (Token, Token) =
                            switch token {
                            case .ee: (.e, .e)
                            case .es: (.e, .s)
                            case .se: (.s, .e)
                            default: (.s, .s)
                            }
                        #expect(
                            known[.initiator]!.contains(letters.0) && known[.responder]!.contains(letters.1), "\(name)")
                    }
                }
                // 4.: after a secret of a static key, its owner sends nothing encrypted without that of an ephemeral.
                if sender == .initiator {
                    if mixed.contains(.se) { #expect(mixed.contains(.ee), "\(name)") }
                    if mixed.contains(.ss) { #expect(mixed.contains(.es), "\(name)") }
                } else {
                    if mixed.contains(.es) { #expect(mixed.contains(.ee), "\(name)") }
                    if mixed.contains(.ss) { #expect(mixed.contains(.se), "\(name)") }
                }
                // 9.3: with a psk, a side that sends has sent an ephemeral key.
                if tokens.contains(.psk) { #expect(known[sender]!.contains(.e), "\(name)") }
                sender = sender.other
            }
        }
    }

    @Test("Each of them completes, both sides with the same hash, keys and exported secrets")
    func matrixCompletes() throws {
        var random = SeededRandom(seed: 61)
        for name in Self.matrix {
            let full = try NoiseProtocol(name: Self.fullName(name))
            let keys = KeySet(full, &random)
            let result = try converse(full, keys, &random)
            #expect(result.messages.count == full.pattern.messages.count, "\(name)")
            let left = result.initiator, right = result.responder
            #expect(left.exporter.channelBinding == right.exporter.channelBinding)
            #expect(
                try left.exporter.export(label: [1], byteCount: 32) == right.exporter.export(label: [1], byteCount: 32))
            #expect(left.remoteStatic == keys.responder.localStatic?.publicKey, "\(name)")
            #expect(right.remoteStatic == keys.initiator.localStatic?.publicKey, "\(name)")
            let sending = try #require(left.sending), receiving = try #require(right.receiving)
            #expect(
                try receiving.decrypt(sending.encrypt([1, 2, 3], authenticating: [9]), authenticating: [9]) == [
                    1, 2, 3,
                ])
            #expect((left.receiving == nil) == full.pattern.isOneWay && (right.sending == nil) == full.pattern.isOneWay)
            if let sending = right.sending, let receiving = left.receiving {
                #expect(try receiving.decrypt(sending.encrypt([4])) == [4])
            }
        }
    }

    @Test("A changed bit in any message, another prologue or another psk: the handshake fails")
    func matrixFails() throws {
        var random = SeededRandom(seed: 62)
        for name in Self.matrix {
            let full = try NoiseProtocol(name: Self.fullName(name))
            let keys = KeySet(full, &random)
            var place = random
            for target in full.pattern.messages.indices {
                let outcome = error { () throws(NoiseError) in
                    try converse(full, keys, &random) { index, message in
                        guard index == target else { return }
                        let byte = Int.random(in: 0..<message.count, using: &place)
                        message[byte] ^= 1 << UInt8.random(in: 0..<8, using: &place)
                    }
                }
                #expect(outcome == .authenticationFailure, "\(name), message \(target)")
                let cut = error { () throws(NoiseError) in
                    try converse(full, keys, &random) { index, message in if index == target { message.removeLast() } }
                }
                #expect(cut == .authenticationFailure || cut == .messageTooShort, "\(name), message \(target)")
            }
            let prologue = error { () throws(NoiseError) in
                try converse(full, keys, prologues: ([1], [2]), &random)
            }
            #expect(prologue == .authenticationFailure, "\(name)")
            for index in keys.responder.preshared.indices {
                var other = keys
                other.responder.preshared[index] = SymmetricKey(size: .bits256, using: &random)
                #expect(
                    error { () throws(NoiseError) in try converse(full, other, &random) } == .authenticationFailure,
                    "\(name)")
            }
        }
    }
}
