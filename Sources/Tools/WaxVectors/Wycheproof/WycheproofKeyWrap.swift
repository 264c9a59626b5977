import WaxAES

/// AES key wrap: AES-WRAP is RFC 3394, AES-KWP is RFC 5649.
struct WycheproofKeyWrap: WycheproofRunner {
    let groupType = "KeywrapTest"
    let backends = AESBackends.all

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let isPadded = algorithm == "AES-KWP"
        guard isPadded || algorithm == "AES-WRAP" else { throw Unsupported("\(algorithm) is not supported") }
        return WycheproofCheck(algorithm: isPadded ? "AES-KWP" : "AES-KW") { test, backend in
            let key = try test.fields.bytes("msg")
            let wrapped = try test.fields.bytes("ct")
            let kek = try test.fields.bytes("key")
            guard let context = try? KeyWrapAlgorithm(key: kek, isPadded: isPadded, backend: backend) else {
                return false
            }
            guard let opened = try context.unwrap(wrapped) else { return false }
            guard opened == key else { throw Mismatch("another key") }
            guard context.wrap(key) == wrapped else { throw Mismatch("another wrapped key") }
            return true
        }
    }
}
