import Testing
import WaxAES
import WaxCore
import WaxNoise
import WaxTestSupport

@Suite("Transport ciphers and exporter")
struct CipherStateTests {
    static let key = SymmetricKey(data: [UInt8](repeating: 0x42, count: 32))

    @Test("The nonce is four zeros and the counter, most significant byte first")
    func nonce() throws {
        let start: UInt64 = 0x0102_0304_0506_0708
        let cipher = try CipherState(key: Self.key, counter: start)
        let nonce = try AES.GCM.Nonce(data: [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
        let box = try AES.GCM.seal([1, 2, 3], using: Self.key, nonce: nonce, authenticating: [9])
        #expect(try cipher.encrypt([1, 2, 3], authenticating: [9]) == box.ciphertext + box.tag)
        #expect(cipher.counter == start + 1 && cipher.byteCount == 3)
    }

    @Test("The last counter is never used for a message")
    func exhaustion() throws {
        let sender = try CipherState(key: Self.key, counter: .max - 1)
        let receiver = try CipherState(key: Self.key, counter: .max - 1)
        let last = try sender.encrypt([1])
        #expect(try receiver.decrypt(last) == [1])
        #expect(error { () throws(NoiseError) in try sender.encrypt([1]) } == .nonceExhausted)
        #expect(error { () throws(NoiseError) in try receiver.decrypt(last) } == .nonceExhausted)
        // A change of key does not bring counters back.
        try sender.rekey()
        #expect(error { () throws(NoiseError) in try sender.encrypt([1]) } == .nonceExhausted)
    }

    @Test("A change of key is what the cipher makes of zeros with the last counter (Noise section 11.3)")
    func rekey() throws {
        let sender = try CipherState(key: Self.key), receiver = try CipherState(key: Self.key)
        _ = try receiver.decrypt(sender.encrypt([1, 2]))
        let nonce = try AES.GCM.Nonce(data: [0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
        let box = try AES.GCM.seal([UInt8](repeating: 0, count: 32), using: Self.key, nonce: nonce)
        let next = try CipherState(key: SymmetricKey(data: box.ciphertext), counter: 1)
        try sender.rekey()
        #expect(sender.byteCount == 0 && sender.counter == 1)
        let message = try sender.encrypt([3, 4, 5])
        #expect(error { () throws(NoiseError) in try receiver.decrypt(message) } == .authenticationFailure)
        try receiver.rekey()
        #expect(try receiver.decrypt(message) == [3, 4, 5])
        #expect(try next.decrypt(message) == [3, 4, 5])
    }

    @Test("A message that was changed, replayed, reordered or reflected is refused; the counter stays")
    func refusals() throws {
        let sender = try CipherState(key: Self.key), receiver = try CipherState(key: Self.key)
        let first = try sender.encrypt([1, 2, 3], authenticating: [7]), second = try sender.encrypt([4])
        for bit in 0..<(first.count * 8) {
            var forged = first
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(
                error { () throws(NoiseError) in try receiver.decrypt(forged, authenticating: [7]) }
                    == .authenticationFailure)
        }
        #expect(
            error { () throws(NoiseError) in try receiver.decrypt(first, authenticating: [6]) }
                == .authenticationFailure)
        #expect(error { () throws(NoiseError) in try receiver.decrypt(second) } == .authenticationFailure)
        #expect(error { () throws(NoiseError) in try receiver.decrypt([1, 2, 3]) } == .messageTooShort)
        #expect(try receiver.decrypt(first, authenticating: [7]) == [1, 2, 3])
        #expect(
            error { () throws(NoiseError) in try receiver.decrypt(first, authenticating: [7]) }
                == .authenticationFailure)
        #expect(try receiver.decrypt(second) == [4])
        #expect(receiver.counter == 2 && receiver.byteCount == 4)
    }

    @Test("In place: the text and its tag where they stand; a wrong tag leaves the ciphertext as it was")
    func inPlace() throws {
        let sender = try CipherState(key: Self.key), receiver = try CipherState(key: Self.key)
        let text = [UInt8]("in place".utf8)
        let buffer = GuardedBuffer(text + [UInt8](repeating: 0xEE, count: 16))
        try buffer.withMutableSpan { span throws(NoiseError) in
            try sender.encrypt(message: &span, authenticating: [1].span)
        }
        let sealed = buffer.bytes
        let other = GuardedBuffer(sealed)
        let outcome = error { () throws(NoiseError) in
            try other.withMutableSpan { span throws(NoiseError) in
                try receiver.decrypt(message: &span, authenticating: [2].span)
            }
        }
        #expect(outcome == .authenticationFailure && other.bytes == sealed)
        let count = try buffer.withMutableSpan { span throws(NoiseError) in
            try receiver.decrypt(message: &span, authenticating: [1].span)
        }
        #expect(Array(buffer.bytes[..<count]) == text)
    }

    @Test("Exported secrets differ by session, label, context and length, and have limits")
    func exporter() throws {
        var random = SeededRandom(seed: 81)
        let name = try NoiseProtocol(name: PatternTests.fullName("XX"))
        let keys = KeySet(name, &random)
        let first = try converse(name, keys, &random), second = try converse(name, keys, &random)
        func export(_ exporter: Exporter, _ label: String, _ context: [UInt8], _ count: Int) throws -> [UInt8] {
            let key = try exporter.export(label: [UInt8](label.utf8), context: context, byteCount: count)
            return [UInt8](copying: key.bytes)
        }
        #expect(try export(first.initiator.exporter, "a", [1], 40) == export(first.responder.exporter, "a", [1], 40))
        let all = try [
            export(first.initiator.exporter, "a", [1], 32), export(second.initiator.exporter, "a", [1], 32),
            export(first.initiator.exporter, "b", [1], 32), export(first.initiator.exporter, "a", [2], 32),
            export(first.initiator.exporter, "a", [], 32), Array(export(first.initiator.exporter, "a", [1], 64)[..<32]),
        ]
        #expect(Set(all).count == all.count)
        #expect(first.initiator.exporter.channelBinding != second.initiator.exporter.channelBinding)
        for (label, context, count) in [(256, 0, 1), (0, 65536, 1), (0, 0, 0), (0, 0, 8161), (0, 0, -1)] {
            let outcome = error { () throws(NoiseError) in
                try first.initiator.exporter.export(
                    label: [UInt8](repeating: 1, count: label), context: [UInt8](repeating: 1, count: context),
                    byteCount: count)
            }
            #expect(outcome == .exportTooLong)
        }
        #expect(try export(first.initiator.exporter, "", [], 8160).count == 8160)
    }
}
