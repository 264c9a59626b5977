import WaxSHA

/// How many bytes a vector may ask of a key derivation.
private let largestDerivedKey = 1 << 20

/// PBKDF2 with HMAC: the vectors of RFC 6070 and others in their form.
struct ResponsePBKDF2: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("password", "salt", "iterations", "length", "derived_key")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) throws(Unsupported) {
        guard let function = HashNames.name(in: file, fileName: name) else {
            throw Unsupported("PBKDF2 with a hash function that is not named")
        }
        let hash = try HashAlgorithm(named: function)
        for record in file.records(startingAt: "count") {
            recorder.run(record.name, of: "PBKDF2-HMAC-\(hash.rawValue)") { _ in
                let key = try hash.derive(
                    fromPassword: try record.text("password"), salt: try record.text("salt"),
                    limitedRounds: try record.integer("iterations"), count: try record.integer("length"))
                guard key == (try record.bytes("derived_key")) else { throw Mismatch("derived another key") }
            }
        }
    }
}

/// scrypt: the vectors of RFC 7914 section 12 and others in their form.
struct ResponseScrypt: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("password", "salt", "n", "r", "p", "length", "derived_key")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        for record in file.records(startingAt: "count") {
            recorder.run(record.name, of: "scrypt") { _ in
                let password = try record.text("password")
                let salt = try record.text("salt")
                let length = try record.integer("length")
                let cost = try record.integer("n"), block = try record.integer("r"), passes = try record.integer("p")
                let (size, isTooMuch) = block.multipliedReportingOverflow(by: passes)
                let (steps, isFarTooMuch) = cost.multipliedReportingOverflow(by: size)
                guard length <= largestDerivedKey, !isTooMuch, !isFarTooMuch, steps <= 1 << 25 else {
                    throw Unsupported("scrypt with N = \(cost), r = \(block), p = \(passes) for \(length) bytes is not run")
                }
                let key: [UInt8]
                do {
                    let secret = try Scrypt.deriveKey(
                        from: password, salt: salt, outputByteCount: length,
                        parameters: .init(cost: cost, blockSize: block, parallelization: passes),
                        memoryLimit: 3 << 29)
                    key = [UInt8](copying: secret.bytes)
                } catch ScryptError.memoryLimitExceeded {
                    throw Unsupported("scrypt with more than 1.5 GiB of memory is not run")
                }
                guard key == (try record.bytes("derived_key")) else { throw Mismatch("derived another key") }
            }
        }
    }
}

extension HashAlgorithm {
    /// A key derived by PBKDF2, if it takes neither minutes nor the memory of the machine.
    func derive(
        fromPassword password: [UInt8], salt: [UInt8], limitedRounds rounds: Int, count: Int
    ) throws -> [UInt8] {
        guard rounds <= 1 << 25 else { throw Unsupported("PBKDF2 with more than 2^25 rounds is not run") }
        // Each block of output, of 20 bytes at the least, takes all rounds.
        guard count <= largestDerivedKey, rounds * (count / 20) <= 1 << 26 else {
            throw Unsupported("PBKDF2 with \(rounds) rounds for \(count) bytes is not run")
        }
        return try derive(fromPassword: password, salt: salt, rounds: rounds, count: count)
    }
}

extension ResponseRecord {
    /// A value that is text; `\0` stands for a zero byte.
    func text(_ name: String) throws(Unsupported) -> [UInt8] {
        Array(try string(name).replacing("\\0", with: "\0").utf8)
    }
}
