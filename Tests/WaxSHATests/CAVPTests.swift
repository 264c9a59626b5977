import Testing
import WaxCore
import WaxTestSupport

@Suite("SHA-1 and SHA-2: NIST CAVP")
struct CAVPTests {
    /// How many messages each file has; fewer is a failure.
    static let files: [(Function, file: String, count: Int)] = [
        (.sha1, "SHA1ShortMsg", 65), (.sha1, "SHA1LongMsg", 16),
        (.sha224, "SHA224ShortMsg", 65), (.sha224, "SHA224LongMsg", 16),
        (.sha256, "SHA256ShortMsg", 65), (.sha256, "SHA256LongMsg", 16),
        (.sha384, "SHA384ShortMsg", 129), (.sha384, "SHA384LongMsg", 32),
        (.sha512, "SHA512ShortMsg", 129), (.sha512, "SHA512LongMsg", 32),
        (.sha512_224, "SHA512_224ShortMsg", 129), (.sha512_224, "SHA512_224LongMsg", 16),
        (.sha512_256, "SHA512_256ShortMsg", 129), (.sha512_256, "SHA512_256LongMsg", 16),
    ]

    @Test("Known answers", arguments: files)
    func messages(function: Function, file: String, count: Int) throws {
        let records = try ResponseFile("cavp/sha/\(file).rsp").records
        #expect(records.count == count)
        for record in records {
            #expect(Int(record.section["L"] ?? "") == function.digestByteCount)
            let length = try record.number("Len")
            #expect(length % 8 == 0)
            // The empty message is written as one byte with a length of zero.
            let message = Array(try record.bytes("Msg").prefix(length / 8))
            let digest = try record.bytes("MD")
            #expect(function.hash(message) == digest, "Len \(length)")
            #expect(function.hash(pieces: [message[...]]) == digest, "Len \(length), incrementally")
        }
    }

    @Test("Monte Carlo: a hundred answers, a thousand hashes before each", arguments: Function.allCases)
    func monteCarlo(function: Function) throws {
        let records = try ResponseFile("cavp/sha/\(function.rawValue)Monte.rsp").records
        #expect(records.count == 100)
        var seed = try #require(try records.first?.bytes("Seed"))
        for (number, record) in records.enumerated() {
            #expect(try record.number("COUNT") == number)
            var last = [seed, seed, seed]
            for _ in 0..<1000 {
                last = [last[1], last[2], function.hash(last[0] + last[1] + last[2])]
            }
            seed = last[2]
            #expect(try seed == record.bytes("MD"), "COUNT \(number)")
        }
    }

    @Test("FIPS 180-2 appendix: a million times the letter a, in pieces of changing size")
    func million() {
        let answers: [Function: String] = [
            .sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
            .sha224: "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67",
            .sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            .sha384: "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b"
                + "07b8b3dc38ecc4ebae97ddd87f3d8985",
            .sha512: "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b",
        ]
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        var pieces: [ArraySlice<UInt8>] = []
        var position = 0
        while position < letters.count {
            let end = min(letters.count, position + 1 + pieces.count * 37 % 5000)
            pieces.append(letters[position..<end])
            position = end
        }
        for (function, answer) in answers {
            #expect(Hex.encode(function.hash(letters)) == answer)
            #expect(Hex.encode(function.hash(pieces: pieces)) == answer)
        }
    }
}
