import Testing
import WaxCore

@testable import WaxAES

/// McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B. The tag stands for the ciphertext too,
/// of which it is a hash.
@Suite("AES-GCM: the test cases of its specification")
struct SpecificationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var number: Int
        var key: [UInt8]
        var nonce, text, associatedData, tag: String
        var testDescription: String { "test case \(number)" }
    }

    private static let text =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
    private static let text60 = String(text.prefix(120))
    private static let nonce12 = "cafebabefacedbaddecaf888"
    private static let nonce8 = "cafebabefacedbad"
    private static let nonce60 =
        "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5"
        + "a0de6a57a637b39b"
    private static let data = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
    private static let zeros12 = String(repeating: "0", count: 24)
    private static let zeros16 = String(repeating: "0", count: 32)

    /// Six cases for each size of key.
    private static let tags: [(keyByteCount: Int, tags: [String])] = [
        (
            16,
            [
                "58e2fccefa7e3061367f1d57a4e7455a", "ab6e47d42cec13bdf53a67b21257bddf",
                "4d5c2af327cd64a62cf35abd2ba6fab4", "5bc94fbc3221a5db94fae95ae7121a47",
                "3612d2e79e3b0785561be14aaca2fccb", "619cc5aefffe0bfa462af43c1699d050",
            ]
        ),
        (
            24,
            [
                "cd33b28ac773f74ba00ed1f312572435", "2ff58d80033927ab8ef4d4587514f0fb",
                "9924a7c8587336bfb118024db8674a14", "2519498e80f1478f37ba55bd6d27618c",
                "65dcc57fcf623a24094fcca40d3533f8", "dcf566ff291c25bbb8568fc3d376a6d9",
            ]
        ),
        (
            32,
            [
                "530f8afbc74536b9a963b4f1c4cb738b", "d0d1c8a799996bf0265b98b5d48ab919",
                "b094dac5d93471bdec1a502270e3cc6c", "76fc6ece0f4e1768cddf8853bb2d551b",
                "3a337dbf46a792c45e454913fe2ea8f2", "a44a8266ee1c8eb0c8b5d4cf5ae9f19a",
            ]
        ),
    ]

    static var cases: [Case] {
        get throws {
            let half = try Hex.decode("feffe9928665731c6d6a8f9467308308")
            var cases: [Case] = []
            for (count, tags) in tags {
                let key = Array((half + half).prefix(count)), zeroKey = [UInt8](repeating: 0, count: count)
                let inputs: [(key: [UInt8], nonce: String, text: String, data: String)] = [
                    (zeroKey, zeros12, "", ""), (zeroKey, zeros12, zeros16, ""), (key, nonce12, text, ""),
                    (key, nonce12, text60, data), (key, nonce8, text60, data), (key, nonce60, text60, data),
                ]
                for (input, tag) in zip(inputs, tags) {
                    cases.append(
                        Case(
                            number: cases.count + 1, key: input.key, nonce: input.nonce, text: input.text,
                            associatedData: input.data, tag: tag))
                }
            }
            return cases
        }
    }

    @Test("Every case on every backend", arguments: try cases, AES.Backend.allCases)
    func everyCase(_ example: Case, _ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(example.key, backend)
        let nonce = try Hex.decode(example.nonce), data = try Hex.decode(example.associatedData)
        let text = try Hex.decode(example.text)
        let sealed = try context.sealed(text, nonce: nonce, data: data)
        #expect(Hex.encode(sealed.tag) == example.tag)
        let opened = context.opened(sealed, nonce: nonce, data: data)
        #expect(opened.error == nil && opened.buffer == text)
    }

    @Test("The ciphertext of test case 3")
    func ciphertext() throws {
        let example = try Self.cases[2]
        for backend in AES.Backend.allCases {
            let sealed = try AES.GCM.Context(example.key, backend)
                .sealed(Hex.decode(example.text), nonce: Hex.decode(example.nonce))
            #expect(
                Hex.encode(sealed.text) == "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                    + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985")
        }
    }
}
