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
        var password, salt, dk, result: String
        var iterationCount, dkLen: Int
    }
    var numberOfTests: Int
    var testGroups: [Group]
}

@Suite("PBKDF2")
struct PBKDF2Tests {
    @Test("RFC 6070 section 2, but for sixteen million rounds")
    func rfc6070() throws {
        let records = try ResponseFile("rfc/rfc-6070-PBKDF2-SHA1.txt").records
        #expect(records.count == 5)
        for record in records {
            let key = try Function.sha1.derive(
                password: record.bytesOfText("PASSWORD"), salt: record.bytesOfText("SALT"),
                rounds: record.number("ITERATIONS"), count: record.number("LENGTH"))
            #expect(try key == record.bytes("DERIVED_KEY"))
        }
    }

    @Test("Wycheproof", arguments: [(Function.sha1, 63), (.sha256, 60), (.sha512, 58)])
    func wycheproof(function: Function, expected: Int) throws {
        let name = "wycheproof/pbkdf2_hmac\(function.rawValue.lowercased())_test.json"
        let file = try TestVectors.json(name, as: File.self)
        var count = 0
        for vector in file.testGroups.flatMap(\.tests) {
            count += 1
            #expect(vector.result == "valid")
            let key = try function.derive(
                password: Hex.decode(vector.password), salt: Hex.decode(vector.salt), rounds: vector.iterationCount,
                count: vector.dkLen)
            #expect(Hex.encode(key) == vector.dk, "tcId \(vector.tcId)")
        }
        #expect(count == expected && count == file.numberOfTests)
    }

    /// A function of another library's, which has no way of its own to go round.
    struct Foreign: HashFunction {
        private var hash = SHA384()
        static var blockByteCount: Int { SHA384.blockByteCount }
        init() {}
        mutating func update(_ data: Span<UInt8>) { hash.update(data) }
        func finalize(into digest: inout MutableSpan<UInt8>) { hash.finalize(into: &digest) }
        func finalize() -> SHA384Digest { hash.finalize() }
        static func hash(_ data: Span<UInt8>) -> SHA384Digest { SHA384.hash(data) }
    }

    @Test("The rounds of any hash function are those of ours")
    func foreign() throws {
        for (rounds, count) in [(1, 10), (2, 48), (3, 49), (1000, 200)] {
            let foreign = try PBKDF2<Foreign>.deriveKey(
                from: [1, 2, 3], salt: [4], outputByteCount: count, rounds: PBKDF2Rounds(existing: rounds))
            let own = try PBKDF2<SHA384>.deriveKey(
                from: [1, 2, 3], salt: [4], outputByteCount: count, rounds: PBKDF2Rounds(existing: rounds))
            #expect(foreign == own)
        }
    }

    @Test("The rounds are many, few where somebody else chose, and never none")
    func rounds() throws {
        #expect(PBKDF2Rounds.minimum == 210_000)
        #expect(try PBKDF2Rounds(210_000).count == 210_000)
        #expect(try PBKDF2Rounds(existing: 1).count == 1)
        #expect(try PBKDF2Rounds(existing: Int(UInt32.max)).count == UInt32.max)
        for count in [Int.min, -1, 0, 1, 209_999, Int(UInt32.max) + 1, Int.max] {
            #expect(throws: PBKDF2Error.roundsOutOfRange(minimum: 210_000)) { try PBKDF2Rounds(count) }
        }
        for count in [Int.min, -1, 0, Int(UInt32.max) + 1, Int.max] {
            #expect(throws: PBKDF2Error.roundsOutOfRange(minimum: 1)) { try PBKDF2Rounds(existing: count) }
        }
        #expect(PBKDF2Rounds.recommendedForSHA1.count == 1_300_000)
        #expect(PBKDF2Rounds.recommendedForSHA256.count == 600_000)
        #expect(PBKDF2Rounds.recommendedForSHA512.count == 210_000)
    }

    @Test("An output of no bytes, or of more than there can be, is refused before anything is computed")
    func outputSize() {
        for count in [Int.min, -1, 0, Int.max] {
            #expect(throws: PBKDF2Error.outputByteCountOutOfRange) {
                try PBKDF2<SHA256>.deriveKey(
                    from: [1], salt: [2], outputByteCount: count, rounds: .recommendedForSHA256)
            }
        }
        let none: [UInt8] = []
        var output: [UInt8] = []
        var span = output.mutableSpan
        #expect(throws: PBKDF2Error.outputByteCountOutOfRange) {
            try PBKDF2<SHA256>.deriveKey(
                from: none.span, salt: none.span, rounds: .recommendedForSHA256, into: &span)
        }
    }

    @Test("A shorter key is the beginning of a longer one", arguments: Function.allCases)
    func prefixes(function: Function) throws {
        let longest = try function.derive(password: [1], salt: [2], rounds: 3, count: 3 * function.digestByteCount)
        for count in 1..<longest.count {
            #expect(
                try function.derive(password: [1], salt: [2], rounds: 3, count: count) == Array(longest.prefix(count)))
        }
    }

    static let script = """
        import sys, hashlib
        for line in sys.stdin:
            password, salt, rounds, count = line.split()
            print(hashlib.pbkdf2_hmac(sys.argv[1], bytes.fromhex(password[1:]), bytes.fromhex(salt[1:]),
                                      int(rounds), int(count)).hex())
        """

    @Test(
        "Python's hashlib derives the same keys",
        .enabled(if: Peer.pythonHas("hashlib"), "python3 is not installed"), arguments: Function.allCases)
    func python(function: Function) throws {
        var random = SeededRandom(seed: 8018)
        let inputs = (0..<40).map { number in
            (
                random.bytes(count: [0, 1, 63, 64, 65, 127, 128, 129, 300][number % 9]),
                random.bytes(count: number), 1 + number * number * 3, 1 + Int(random.nextUInt64() % 200)
            )
        }
        let text = inputs.map { "x\(Hex.encode($0)) x\(Hex.encode($1)) \($2) \($3)\n" }.joined()
        let output = try Peer.python(
            Self.script, [function.opensslName.replacing("-", with: "_")], input: Array(text.utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == inputs.count)
        for ((password, salt, rounds, count), line) in zip(inputs, lines) {
            let key = try function.derive(password: password, salt: salt, rounds: rounds, count: count)
            #expect(Hex.encode(key) == line, "\(password.count), \(salt.count), \(rounds), \(count)")
        }
    }

    @Test(
        "openssl kdf derives the same key",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"), arguments: Function.allCases)
    func openssl(function: Function) throws {
        let key = try Peer.output(
            of: "openssl",
            [
                "kdf", "-binary", "-keylen", "70", "-kdfopt", "digest:" + function.opensslName, "-kdfopt",
                "hexpass:00ff10", "-kdfopt", "hexsalt:0102030405060708090a0b0c0d0e0f10", "-kdfopt", "iter:10000",
                "PBKDF2",
            ])
        #expect(
            try function.derive(password: [0, 0xFF, 0x10], salt: Array(1...16), rounds: 10000, count: 70) == key)
    }
}

extension ResponseFile.Record {
    /// A field of text; `\0` stands for a zero byte.
    func bytesOfText(_ name: String) throws -> [UInt8] { Array(try text(name).replacing("\\0", with: "\0").utf8) }
}
