import WaxSHA

/// HKDF, with sizes that are refused.
struct WycheproofHKDF: WycheproofRunner {
    let groupType = "HkdfTest"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm.hasPrefix("HKDF-") else { throw Unsupported("\(algorithm) is not supported") }
        let hash = try HashAlgorithm(named: String(algorithm.dropFirst(5)))
        return WycheproofCheck(algorithm: "HKDF-\(hash.rawValue)") { test, _ in
            let secret = try test.fields.bytes("ikm")
            let salt = try test.fields.bytes("salt")
            let info = try test.fields.bytes("info")
            let count = try test.fields.integer("size")
            let key: [UInt8]
            do throws(HKDFError) {
                key = try hash.derive(from: secret, salt: salt, info: info, count: count)
            } catch {
                return false
            }
            if try test.expectation() != .invalid, key != (try test.fields.bytes("okm")) {
                throw Mismatch("derived another key")
            }
            return true
        }
    }
}
