import Testing
import WaxCore

@testable import WaxAES

@Suite("AES-GCM: the examples of the specification")
struct SpecificationTests {
    /// An example of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B.
    struct Example: Sendable, CustomTestStringConvertible {
        var number: Int
        var key, nonce, text, associatedData, ciphertext, tag: String
        var testDescription: String { "test case \(number)" }
    }

    static let text60 =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        + "b16aedf5aa0de657ba637b39"
    static let data20 = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
    static let key256 = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"

    static let examples = [
        Example(
            number: 16, key: key256, nonce: "cafebabefacedbaddecaf888", text: text60, associatedData: data20,
            ciphertext: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f662",
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
        Example(
            number: 17, key: key256, nonce: "cafebabefacedbad", text: text60, associatedData: data20,
            ciphertext: "c3762df1ca787d32ae47c13bf19844cbaf1ae14d0b976afac52ff7d79bba9de0feb582d33934a4f0954cc2363bc73f78"
                + "62ac430e64abe499f47c9b1f",
            tag: "3a337dbf46a792c45e454913fe2ea8f2"),
    ]

    @Test("Seals and opens each example on each backend", arguments: examples, AES.Backend.allCases)
    func example(_ example: Example, _ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(key: SymmetricKey(data: Hex.decode(example.key)), backend: backend)
        let nonce = try AES.GCM.Nonce(data: Hex.decode(example.nonce))
        let data = try Hex.decode(example.associatedData)
        let box = try context.seal(Hex.decode(example.text), nonce: nonce, authenticating: data)
        #expect(Hex.encode(box.ciphertext) == example.ciphertext)
        #expect(Hex.encode(box.tag) == example.tag)
        #expect(try Hex.encode(context.open(box, authenticating: data)) == example.text)
    }
}
