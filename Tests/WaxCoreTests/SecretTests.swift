import Testing
import WaxCore
import WaxTestSupport

@Suite("Secret memory")
struct SecretTests {
    @Test("A secret is redacted wherever it is printed")
    func redaction() {
        let secret = SecretBytes([0xDE, 0xAD, 0xBE, 0xEF])
        let key = SymmetricKey(secret)
        for value in [secret as Any, key as Any, [secret] as Any, [key] as Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(text.contains("redacted") || !text.contains("222"))
                #expect(!text.lowercased().contains("dead") && !text.contains("222, 173"))
            }
        }
        #expect("\(key)" == "SymmetricKey(32 bits, redacted)")
    }

    @Test("Contents and equality")
    func contents() {
        let secret = SecretBytes([1, 2, 3])
        let copied = (0..<3).map { secret.bytes[$0] }
        #expect(copied == [1, 2, 3])
        #expect(secret == SecretBytes([1, 2, 3]))
        #expect(secret != SecretBytes([1, 2, 4]))
        #expect(SecretBytes([]).count == 0)
    }

    @Test("A block is wiped before it is freed, and a throwing initialiser leaves nothing")
    func wiping() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            _ = try SecretBytes.make(count: 4) { (_: inout MutableSpan<UInt8>) throws(Failure) in throw Failure() }
        }
        var bytes: [UInt8] = Array(1...37)
        wipe(&bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 37))

        let buffer = SecretBuffer<UInt64>(repeating: 5, count: 3)
        let copy = SecretBuffer(copying: buffer)
        buffer.wipeNow()
        let wiped = (0..<3).allSatisfy { buffer.span[$0] == 0 && copy.span[$0] == 5 }
        #expect(wiped)
    }

    @Test("Keys of the same source are the same, of another are not")
    func keys() {
        var first = SeededRandom(seed: 9), second = SeededRandom(seed: 9)
        let key = SymmetricKey(size: .bits256, using: &first)
        #expect(key == SymmetricKey(size: .bits256, using: &second))
        #expect(key != SymmetricKey(size: .bits256, using: &second))
        #expect(key.bitCount == 256)
        #expect(SymmetricKey(size: .bits128) != SymmetricKey(size: .bits128))
    }

    @Test("The system's generator fills every length")
    func systemRandom() {
        var random = SystemRandom()
        for count in [0, 1, 7, 8, 9, 64] {
            #expect(random.bytes(count: count).count == count)
        }
        let sample = random.bytes(count: 4096)
        #expect(Set(sample).count > 200)
    }
}
