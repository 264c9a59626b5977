import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

@Suite("scrypt")
struct ScryptTests {
    @Test("RFC 7914 section 12, but for the gibibyte")
    func rfc7914() throws {
        let records = try ResponseFile("rfc/scrypt.txt").records
        #expect(records.count == 3)
        for record in records {
            let parameters = try Scrypt.Parameters(
                cost: record.number("N"), blockSize: record.number("r"), parallelization: record.number("p"))
            let key = try Scrypt.deriveKey(
                from: record.bytesOfText("PASSWORD"), salt: record.bytesOfText("SALT"),
                outputByteCount: record.number("LENGTH"), parameters: parameters)
            #expect(try key == SymmetricKey(data: record.bytes("DERIVED_KEY")))
        }
    }

    @Test("What is recommended fits into what is allowed")
    func recommended() throws {
        let parameters = Scrypt.Parameters.recommended
        #expect(parameters.memoryByteCount == 128 << 20 + 3 << 10)
        #expect(parameters.memoryByteCount < UInt64(Scrypt.defaultMemoryLimit))
        #expect(try parameters == Scrypt.Parameters(cost: 1 << 17))
        let key = try Scrypt.deriveKey(from: [1], salt: [2], outputByteCount: 16)
        let same = try Scrypt.deriveKey(from: [1], salt: [2], outputByteCount: 16, parameters: .init(cost: 1 << 17))
        #expect(key == same)
    }

    @Test("Costs that are no power of two, or too many for the block, are refused")
    func cost() throws {
        for cost in [Int.min, -2, -1, 0, 1, 3, 6, 1000, (1 << 20) + 1, Int.max] {
            #expect(throws: ScryptError.costOutOfRange, "\(cost)") { try Scrypt.Parameters(cost: cost) }
        }
        // N < 2^(128 r / 8): less than 2^16 for r = 1.
        #expect(try Scrypt.Parameters(cost: 1 << 15, blockSize: 1).cost == 1 << 15)
        #expect(throws: ScryptError.costOutOfRange) { try Scrypt.Parameters(cost: 1 << 16, blockSize: 1) }
        #expect(try Scrypt.Parameters(cost: 1 << 31, blockSize: 2).cost == 1 << 31)
        #expect(throws: ScryptError.costOutOfRange) { try Scrypt.Parameters(cost: 1 << 32, blockSize: 2) }
    }

    @Test("Blocks of no size, no passes, and too many of both are refused")
    func blocks() throws {
        let wrong = [(0, 1), (1, 0), (-1, 1), (1, -1), (-1, -1), (1 << 30, 1), (1, 1 << 30), (1 << 15, 1 << 15)]
        for (size, passes) in wrong + [(Int.max, Int.max), (Int.max, 2), (Int.min, Int.min)] {
            #expect(throws: ScryptError.blockOutOfRange, "\(size), \(passes)") {
                try Scrypt.Parameters(cost: 2, blockSize: size, parallelization: passes)
            }
        }
        #expect(try Scrypt.Parameters(cost: 2, blockSize: (1 << 30) - 1).blockSize == (1 << 30) - 1)
    }

    @Test("More memory than allowed is refused before any is taken")
    func memory() throws {
        let parameters = try Scrypt.Parameters(cost: 16, blockSize: 8, parallelization: 2)
        #expect(parameters.memoryByteCount == 1024 * (16 + 2 + 2))
        func derive(limit: Int) throws -> SymmetricKey {
            try Scrypt.deriveKey(
                from: [1], salt: [2], outputByteCount: 1, parameters: parameters, memoryLimit: limit)
        }
        #expect(try derive(limit: 20480).bitCount == 8)
        for limit in [20479, 0, -1, Int.min] {
            #expect(throws: ScryptError.memoryLimitExceeded) { try derive(limit: limit) }
        }
        // As much as there can be: sizes that do not overflow, and would not fit anywhere.
        for (cost, block) in [(1 << 62, 8), (1 << 62, (1 << 30) - 1), (1 << 40, 8), (1 << 20, 1 << 29)] {
            #expect(throws: ScryptError.memoryLimitExceeded) {
                try Scrypt.deriveKey(
                    from: [1], salt: [2], outputByteCount: 1, parameters: .init(cost: cost, blockSize: block),
                    memoryLimit: 1 << 40)
            }
        }
        #expect(try Scrypt.Parameters(cost: 1 << 62, blockSize: 1 << 29).memoryByteCount == UInt64.max)
    }

    @Test("An output of no bytes, or of more than there can be, is refused")
    func outputSize() {
        for count in [Int.min, -1, 0, Int.max] {
            #expect(throws: ScryptError.outputByteCountOutOfRange) {
                try Scrypt.deriveKey(from: [1], salt: [2], outputByteCount: count)
            }
        }
    }

    static let script = """
        import sys, hashlib
        for line in sys.stdin:
            password, salt, n, r, p, count = line.split()
            print(hashlib.scrypt(bytes.fromhex(password[1:]), salt=bytes.fromhex(salt[1:]), n=int(n), r=int(r),
                                 p=int(p), dklen=int(count), maxmem=1 << 28).hex())
        """

    @Test(
        "Python's hashlib derives the same keys",
        .enabled(if: Peer.pythonHas("hashlib"), "python3 is not installed"))
    func python() throws {
        var random = SeededRandom(seed: 7914)
        let costs = [(2, 1, 1), (2, 8, 1), (4, 1, 3), (16, 3, 2), (64, 5, 1), (1024, 8, 1), (32768, 1, 1), (256, 16, 4)]
        let inputs = (0..<32).map { number in
            (
                random.bytes(count: Int(random.nextUInt64() % 150)), random.bytes(count: number), costs[number % 8],
                1 + Int(random.nextUInt64() % 150)
            )
        }
        let text = inputs.map { password, salt, cost, count in
            "x\(Hex.encode(password)) x\(Hex.encode(salt)) \(cost.0) \(cost.1) \(cost.2) \(count)\n"
        }.joined()
        let output = try Peer.python(Self.script, input: Array(text.utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == inputs.count)
        for ((password, salt, cost, count), line) in zip(inputs, lines) {
            let key = try Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: count,
                parameters: .init(cost: cost.0, blockSize: cost.1, parallelization: cost.2))
            let hex = Hex.encode(key.bytes)
            #expect(hex == line, "\(cost), \(count)")
        }
    }

    @Test(
        "openssl kdf derives the same key from the parameters recommended",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"))
    func openssl() throws {
        let output = try Peer.output(
            of: "openssl",
            [
                "kdf", "-binary", "-keylen", "32", "-kdfopt", "hexpass:00ff10", "-kdfopt", "hexsalt:0102030405",
                "-kdfopt", "n:131072", "-kdfopt", "r:8", "-kdfopt", "p:1", "-kdfopt", "maxmem_bytes:268435456",
                "SCRYPT",
            ])
        let key = try Scrypt.deriveKey(from: [0, 0xFF, 0x10], salt: [1, 2, 3, 4, 5], outputByteCount: 32)
        #expect(key == SymmetricKey(data: output))
    }
}
