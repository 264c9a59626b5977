import WaxAES

/// AES-GCM.
struct WycheproofGCM: WycheproofRunner {
    let groupType = "AeadTest"
    let backends = AESBackends.all

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm == "AES-GCM" else { throw Unsupported("\(algorithm) is not supported") }
        let tagByteCount = try group.integer("tagSize") / 8
        guard AES.GCM.tagByteCounts.contains(tagByteCount) else {
            throw Unsupported("AES-GCM with tags of \(tagByteCount) bytes is not supported")
        }
        return WycheproofCheck(algorithm: "AES-GCM") { test, backend in
            let key = try test.fields.bytes("key")
            let nonce = try test.fields.bytes("iv")
            let data = try test.fields.bytes("aad")
            let text = try test.fields.bytes("msg")
            let ciphertext = try test.fields.bytes("ct")
            let tag = try test.fields.bytes("tag")

            guard let gcm = try? GCMAlgorithm(key: key, backend: backend) else { return false }
            let opened = try gcm.open(ciphertext, nonce: nonce, authenticating: data, tag: tag)
            guard let opened else { return false }
            guard opened == text else { throw Mismatch("another text") }
            try gcm.checkSeal(text, nonce: nonce, authenticating: data, ciphertext: ciphertext, tag: tag)
            return true
        }
    }
}
