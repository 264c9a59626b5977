import WaxRSA

/// RSASSA-PSS: signatures that were made, all of them valid, and signatures to be verified (FIPS 186-3 RSAVS).
struct ResponsePSS: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("n", "e", "shaalg", "msg", "s") && (file.title ?? name).contains("PSS")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        let salt = saltByteCount(saidBy: file)
        // A key holds until the next; the exponent may change with each signature.
        for record in file.records(startingAt: "shaalg", sharing: ["n", "p", "q"]) {
            recorder.run(record.name, of: "RSASSA-PSS") { _ in try check(record, salt) }
        }
    }

    /// The number that stands in a comment such as `Salt len: 10`.
    private func saltByteCount(saidBy file: ResponseFile) -> Int? {
        for comment in file.comments {
            if let match = comment.firstMatch(of: /(?i)^salt len:\s*(\d{1,4})/) { return Int(match.output.1) }
        }
        return nil
    }

    private func check(_ record: ResponseRecord, _ commonSalt: Int?) throws {
        let hash = try HashAlgorithm(named: try record.string("shaalg"))
        let salt = record.values["saltval"] == nil ? commonSalt : try record.bytes("saltval").count
        guard let salt else { throw Unsupported("the length of the salt is not given") }
        let result = record.values["result"] ?? "P"
        guard result.hasPrefix("P") || result.hasPrefix("F") else { throw Unsupported("malformed vector: no result") }
        let key = try PSSAlgorithm.key(modulus: try record.number("n"), exponent: try record.number("e"))
        let isValid = key.isValidSignature(
            try record.bytes("s"), forMessage: try record.bytes("msg"), hash: hash.forRSA,
            padding: .pss(saltByteCount: salt, maskHash: hash.forRSA))
        guard isValid == result.hasPrefix("P") else {
            throw Mismatch(isValid ? "accepted what is invalid: \(result)" : "refused what is valid")
        }
    }
}
