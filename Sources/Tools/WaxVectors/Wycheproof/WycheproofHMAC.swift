import WaxCore

/// HMAC, with tags of full size and cut short.
struct WycheproofHMAC: WycheproofRunner {
    let groupType = "MacTest"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm.hasPrefix("HMAC") else { throw Unsupported("\(algorithm) is not supported") }
        let hash = try HashAlgorithm(named: String(algorithm.dropFirst(4)))
        let tagByteCount = try group.integer("tagSize") / 8
        guard tagByteCount > 0, tagByteCount <= hash.byteCount else {
            throw Unsupported("tags of \(tagByteCount) bytes do not exist for \(algorithm)")
        }
        return WycheproofCheck(algorithm: "HMAC-\(hash.rawValue)") { test, _ in
            let key = try test.fields.bytes("key")
            let message = try test.fields.bytes("msg")
            let tag = try test.fields.bytes("tag")
            guard tagByteCount < hash.byteCount else { return hash.isValid(tag, for: message, key: key) }
            let expected = Array(hash.authenticationCode(message, key: key).prefix(tagByteCount))
            return constantTimeEqual(expected.span, tag.span).declassified
        }
    }
}
