import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

private struct File: Decodable {
    struct Group: Decodable {
        var tests: [Vector]
    }
    struct Vector: Decodable {
        var tcId: Int
        var ikm, salt, info, okm, result: String
        var size: Int
    }
    var numberOfTests: Int
    var testGroups: [Group]
}

@Suite("HKDF")
struct HKDFTests {
    @Test(
        "RFC 5869 appendix A, both halves",
        arguments: [(Function.sha1, "rfc-5869-HKDF-SHA1", 4), (.sha256, "rfc-5869-HKDF-SHA256", 3)])
    func rfc5869(function: Function, file: String, count: Int) throws {
        let records = try ResponseFile("rfc/\(file).txt").records
        #expect(records.count == count)
        for record in records { try function.function.check(record) }
    }

    @Test("1200 bytes, as OpenSSL and Go make them")
    func long() throws {
        let records = try ResponseFile("rfc/hkdf-generated.txt").records
        #expect(records.count == 1)
        for record in records {
            let key = try Function.sha256.derive(
                record.bytes("IKM"), salt: record.bytes("salt"), info: record.bytes("info"), count: record.number("L"))
            #expect(try key == record.bytes("OKM"))
        }
    }

    @Test("Wycheproof", arguments: [(Function.sha1, 87), (.sha256, 86), (.sha384, 83), (.sha512, 83)])
    func wycheproof(function: Function, expected: Int) throws {
        let name = "wycheproof/hkdf_\(function.rawValue.lowercased())_test.json"
        let file = try TestVectors.json(name, as: File.self)
        var count = 0, refused = 0
        for vector in file.testGroups.flatMap(\.tests) {
            count += 1
            let secret = try Hex.decode(vector.ikm)
            let salt = try Hex.decode(vector.salt), info = try Hex.decode(vector.info)
            if vector.result == "valid" {
                let key = try function.derive(secret, salt: salt, info: info, count: vector.size)
                #expect(Hex.encode(key) == vector.okm, "tcId \(vector.tcId)")
            } else {
                refused += 1
                #expect(throws: HKDFError.outputByteCountOutOfRange, "tcId \(vector.tcId)") {
                    try function.derive(secret, salt: salt, info: info, count: vector.size)
                }
            }
        }
        #expect(count == expected && count == file.numberOfTests && refused > 0)
    }

    @Test("The limit is 255 digests, exactly; nothing is written beyond it", arguments: Function.allCases)
    func limit(function: Function) throws {
        let most = 255 * function.digestByteCount
        let longest = try function.derive([1], salt: [2], info: [3], count: most)
        #expect(longest.count == most)
        for count in [0, 1, function.digestByteCount, function.digestByteCount + 1] {
            #expect(try function.derive([1], salt: [2], info: [3], count: count) == Array(longest.prefix(count)))
        }
        for count in [-1, .min, most + 1, .max] {
            #expect(throws: HKDFError.outputByteCountOutOfRange) {
                try function.derive([1], salt: [2], info: [3], count: count)
            }
        }
        #expect(function.function.expansionRefused(count: most + 1) == [UInt8](repeating: 0xEE, count: most + 1))
    }

    @Test("No salt is a digest of zeros (RFC 5869 section 2.2)", arguments: Function.allCases)
    func noSalt(function: Function) throws {
        let zeros = [UInt8](repeating: 0, count: function.digestByteCount)
        #expect(
            try function.derive([1], salt: [], info: [], count: 20)
                == function.derive([1], salt: zeros, info: [], count: 20))
    }
}

extension HashFunction {
    fileprivate static func check(_ record: ResponseFile.Record) throws {
        let secret = try record.bytes("IKM"), salt = try record.bytes("salt"), info = try record.bytes("info")
        let extracted = HKDF<Self>.extract(inputKeyMaterial: secret.span, salt: salt.span)
        #expect(try extracted == SymmetricKey(data: record.bytes("PRK")))
        let expanded = try HKDF<Self>.expand(
            pseudoRandomKey: extracted, info: info.span, outputByteCount: record.number("L"))
        #expect(try expanded == SymmetricKey(data: record.bytes("OKM")))
        let whole = try HKDF<Self>.deriveKey(
            inputKeyMaterial: secret.span, salt: salt.span, info: info.span, outputByteCount: record.number("L"))
        #expect(whole == expanded)
    }

    /// What lies in the memory for an output after it was refused; nil if it was not.
    fileprivate static func expansionRefused(count: Int) -> [UInt8]? {
        var output = [UInt8](repeating: 0xEE, count: count)
        var span = output.mutableSpan
        let key: [UInt8] = [1]
        do {
            try HKDF<Self>.expand(pseudoRandomKey: key.span, info: key.span, into: &span)
            return nil
        } catch { return output }
    }
}
