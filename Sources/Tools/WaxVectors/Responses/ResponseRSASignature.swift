import WaxRSA

/// RSASSA-PSS and RSASSA-PKCS1-v1_5: signatures that were made, all of them valid, and signatures to be verified
/// (FIPS 186-2 and 186-3 RSAVS).
struct ResponseRSASignature: ResponseRunner {
    private enum Scheme: String {
        case pss = "RSASSA-PSS"
        case pkcs1 = "RSASSA-PKCS1-v1_5"
    }

    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("n", "e", "shaalg", "msg", "s") && scheme(of: file, name) != nil
    }

    private func scheme(of file: ResponseFile, _ name: String) -> Scheme? {
        let title = file.title ?? name
        if title.contains("PSS") { return .pss }
        return title.contains("PKCS#1 Ver 1.5") || name.hasPrefix("SigGen15") || name.hasPrefix("SigVer15")
            ? .pkcs1 : nil
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        guard let scheme = scheme(of: file, name) else { return }
        let salt = saltByteCount(saidBy: file)
        // A key holds until the next; the exponent may change with each signature.
        for record in file.records(startingAt: "shaalg", sharing: ["n", "p", "q"]) {
            recorder.run(record.name, of: scheme.rawValue) { _ in try check(record, scheme, salt) }
        }
    }

    /// The number that stands in a comment such as `Salt len: 10`.
    private func saltByteCount(saidBy file: ResponseFile) -> Int? {
        for comment in file.comments {
            if let match = comment.firstMatch(of: /(?i)^salt len:\s*(\d{1,4})/) { return Int(match.output.1) }
        }
        return nil
    }

    private func check(_ record: ResponseRecord, _ scheme: Scheme, _ commonSalt: Int?) throws {
        let hash = try HashAlgorithm(named: try record.string("shaalg"))
        let padding: RSA.Signing.Padding
        switch scheme {
        case .pkcs1: padding = .pkcs1v1_5
        case .pss:
            // NIST writes nothing at all as a single 00.
            let salt = switch record.values["saltval"] {
            case nil: commonSalt
            case "00": 0
            default: try record.bytes("saltval").count
            }
            guard let salt else { throw Unsupported("the length of the salt is not given") }
            padding = .pss(saltByteCount: salt)
        }
        let result = record.values["result"] ?? "P"
        guard result.hasPrefix("P") || result.hasPrefix("F") else { throw Unsupported("malformed vector: no result") }
        let key = try RSAKeys.publicKey(modulus: try record.number("n"), exponent: try record.number("e"))
        let isValid = RSA.Signing.PublicKey(key).isValidSignature(
            try record.bytes("s"), forMessage: try record.bytes("msg"), hash: hash.forRSA, padding: padding)
        guard isValid == result.hasPrefix("P") else {
            throw Mismatch(isValid ? "accepted what is invalid: \(result)" : "refused what is valid")
        }
    }
}
