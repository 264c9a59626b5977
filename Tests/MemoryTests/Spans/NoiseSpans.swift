import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

/// Handshakes, and the ciphers that come of them.
enum NoiseSpans {
    static let all: [SpanCase] = [ciphers, handshakes]

    private static let ciphers = SpanCase(
        "WaxNoise",
        [
            "CipherState.encrypt(_:authenticating:tag:)", "CipherState.decrypt(_:authenticating:tag:)",
            "CipherState.encrypt(message:authenticating:)", "CipherState.decrypt(message:authenticating:)",
        ]
    ) {
        let key = SymmetricKey(data: pattern(32))
        for count in lengths {
            let text = pattern(count)
            let sealed = try guarded(
                pattern(count % 50), outputs: [text, zeros(16), text + zeros(16)]
            ) { input, output in
                let (cipher, other) = (try CipherState(key: key), try CipherState(key: key))
                try output.write(0) { text in
                    try output.write(1) { tag in try cipher.encrypt(&text, authenticating: input[0], tag: &tag) }
                }
                try output.write(2) { try other.encrypt(message: &$0, authenticating: input[0]) }
                return []
            }
            let box = sealed.piece(0, count), tag = sealed.piece(count, 16)
            #expect(sealed == box + tag + box + tag)
            let opened = try guarded(
                pattern(count % 50), tag, outputs: [box, box + tag, box]
            ) { input, output in
                let (cipher, other) = (try CipherState(key: key), try CipherState(key: key))
                try output.write(0) { try cipher.decrypt(&$0, authenticating: input[0], tag: input[1]) }
                let found = try output.write(1) { try other.decrypt(message: &$0, authenticating: input[0]) }
                // The next number is not the one it was sealed with.
                let isRefused = output.write(2) { text in
                    (try? cipher.decrypt(&text, authenticating: input[0], tag: input[1])) == nil
                }
                return [found == count ? 1 : 0, isRefused ? 1 : 0]
            }
            #expect(Array(opened.prefix(2 + count)) == [1, 1] + text)
            #expect(opened.piece(2 + count, count) == text)
            // Too short for a tag.
            guard count < 16 else { continue }
            try guarded(pattern(3), outputs: [pattern(count)]) { input, output in
                let cipher = try CipherState(key: key)
                let isRefused = output.write { message in
                    (try? cipher.decrypt(message: &message, authenticating: input[0])) == nil
                }
                #expect(isRefused)
                return []
            }
        }
    }

    private static let handshakes = SpanCase(
        "WaxNoise",
        [
            "Handshake.init(_:role:prologue:keys:)", "Handshake.writeMessage(payload:using:)",
            "Handshake.readMessage(_:)",
        ]
    ) {
        let protocolName = try NoiseProtocol(name: "Noise_XX_25519_AESGCM_SHA256")
        for count in fewLengths {
            try guarded(pattern(count), pattern(count, 3)) { input, _ in
                var random = SeededRandom(seed: 5)
                func keys() -> HandshakeKeys {
                    HandshakeKeys(localStatic: Curve25519.KeyAgreement.PrivateKey(using: &random))
                }
                var initiator = try Handshake(
                    protocolName, role: .initiator, prologue: input[0], keys: keys())
                var responder = try Handshake(
                    protocolName, role: .responder, prologue: input[0], keys: keys())
                let first = try initiator.writeMessage(payload: input[1], using: &random)
                #expect(try read(first, &responder) == pattern(count, 3))
                let second = try responder.writeMessage(payload: input[1], using: &random)
                #expect(try read(second, &initiator) == pattern(count, 3))
                let third = try initiator.writeMessage(payload: input[1], using: &random)
                #expect(try read(third, &responder) == pattern(count, 3))
                return first + second + third
            }
            // What is no message.
            try guarded(pattern(count)) { input, _ in
                var random = SeededRandom(seed: 5)
                let keys = HandshakeKeys(localStatic: Curve25519.KeyAgreement.PrivateKey(using: &random))
                var responder = try Handshake(protocolName, role: .responder, prologue: input[0], keys: keys)
                return (try? responder.readMessage(input[0])) ?? []
            }
        }
    }

    /// Reads a message that ends at a forbidden page; the caller is run for both edges.
    private static func read(_ message: [UInt8], _ handshake: inout Handshake) throws -> [UInt8] {
        let buffer = GuardedBuffer(message)
        return try handshake.readMessage(buffer.span)
    }
}
