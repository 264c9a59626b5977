import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

private struct File: Decodable {
    struct Group: Decodable {
        var tagSize: Int
        var tests: [Vector]
    }
    struct Vector: Decodable {
        var tcId: Int
        var key, msg, tag, result: String
    }
    var numberOfTests: Int
    var testGroups: [Group]
}

@Suite("HMAC")
struct HMACTests {
    @Test(
        "RFC 2202 section 3 and RFC 4231 section 4",
        arguments: [
            (Function.sha1, "rfc-2202-sha1", 7), (.sha224, "rfc-4231-sha224", 6), (.sha256, "rfc-4231-sha256", 6),
            (.sha384, "rfc-4231-sha384", 6), (.sha512, "rfc-4231-sha512", 6),
        ])
    func requestsForComments(function: Function, file: String, count: Int) throws {
        let records = try ResponseFile("rfc/\(file).txt").records
        #expect(records.count == count)
        for record in records {
            let code = try record.bytes("MD")
            #expect(try function.authenticate(record.bytes("Msg"), key: record.bytes("Key")) == code)
        }
    }

    @Test(
        "Wycheproof, tags that were cut short included",
        arguments: [(Function.sha1, 170), (.sha256, 174), (.sha384, 174), (.sha512, 174)])
    func wycheproof(function: Function, expected: Int) throws {
        let name = "wycheproof/hmac_\(function.rawValue.lowercased())_test.json"
        let file = try TestVectors.json(name, as: File.self)
        var count = 0, refused = 0
        for group in file.testGroups {
            for vector in group.tests {
                count += 1
                let key = try Hex.decode(vector.key), message = try Hex.decode(vector.msg)
                let tag = try Hex.decode(vector.tag)
                #expect(tag.count == group.tagSize / 8)
                let matches: Bool
                if tag.count == function.digestByteCount {
                    matches = function.isValid(tag, for: message, key: key)
                } else {
                    #expect(!function.isValid(tag, for: message, key: key), "a short tag is refused as such")
                    matches = function.authenticate(message, key: key).starts(with: tag)
                }
                if !matches { refused += 1 }
                #expect(matches == (vector.result == "valid"), "tcId \(vector.tcId)")
            }
        }
        #expect(count == expected && count == file.numberOfTests && refused > 0)
    }

    @Test("Keys of every length around a block are what RFC 2104 says", arguments: Function.allCases)
    func keys(function: Function) {
        var random = SeededRandom(seed: 2104)
        let message = random.bytes(count: 77)
        for count in [0, 1, function.blockByteCount - 1, function.blockByteCount, function.blockByteCount + 1, 500] {
            let key = random.bytes(count: count)
            var padded = count > function.blockByteCount ? function.hash(key) : key
            padded += [UInt8](repeating: 0, count: function.blockByteCount - padded.count)
            let expected = function.hash(padded.map { $0 ^ 0x5C } + function.hash(padded.map { $0 ^ 0x36 } + message))
            #expect(function.authenticate(message, key: key) == expected, "\(count) bytes")
        }
    }

    @Test("A keyed copy serves for each message, in pieces or whole")
    func incremental() {
        let key = SymmetricKey(data: Array(0..<200))
        let keyed = HMAC<SHA512>(key: key)
        for message in [[], [1], Array(UInt8(0)..<150)] {
            var hmac = keyed
            for byte in message { hmac.update(data: [byte]) }
            let code = hmac.finalize()
            #expect(code == HMAC<SHA512>.authenticationCode(for: message, using: key))
            #expect(code == hmac.finalize())

            var written = [UInt8](repeating: 0, count: 64)
            var span = written.mutableSpan
            hmac.finalize(into: &span)
            #expect(written == [UInt8](code))
        }
    }

    @Test("A code is refused for any other bit, message, key or length")
    func refusal() {
        let key = SymmetricKey(data: [1, 2, 3])
        let message: [UInt8] = [4, 5, 6]
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        let bytes = [UInt8](code)
        #expect(HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: message, using: key))
        for bit in 0..<256 {
            var other = bytes
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!HMAC<SHA256>.isValidAuthenticationCode(other, authenticating: message, using: key))
        }
        for other in [[], Array(bytes.dropLast()), bytes + [0]] {
            #expect(!HMAC<SHA256>.isValidAuthenticationCode(other, authenticating: message, using: key))
        }
        #expect(!HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: [4, 5], using: key))
        let otherKey = SymmetricKey(data: [1, 2, 4])
        #expect(!HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: message, using: otherKey))
        #expect("\(code)" == "HMAC: \(Hex.encode(bytes))")
        let fromSpan = [UInt8](copying: code.bytes)
        #expect(fromSpan == bytes)
    }
}
