import WaxSHA

/// PBKDF2 with HMAC.
struct WycheproofPBKDF2: WycheproofRunner {
    let groupType = "PbkdfTest"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm.hasPrefix("PBKDF2-HMAC") else { throw Unsupported("\(algorithm) is not supported") }
        let hash = try HashAlgorithm(named: String(algorithm.dropFirst(11)))
        return WycheproofCheck(algorithm: "PBKDF2-HMAC-\(hash.rawValue)") { test, _ in
            let key: [UInt8]
            do {
                key = try hash.derive(
                    fromPassword: try test.fields.bytes("password"), salt: try test.fields.bytes("salt"),
                    limitedRounds: try test.fields.integer("iterationCount"), count: try test.fields.integer("dkLen"))
            } catch is PBKDF2Error {
                return false
            }
            if try test.expectation() != .invalid, key != (try test.fields.bytes("dk")) {
                throw Mismatch("derived another key")
            }
            return true
        }
    }
}
