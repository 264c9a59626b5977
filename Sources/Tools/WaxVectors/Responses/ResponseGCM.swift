import WaxAES

/// AES-GCM: encryption with the nonces given, and decryption (The Galois/Counter Mode Validation System).
struct ResponseGCM: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("count", "key", "iv", "ct", "aad", "tag")
            && file.sectionNames.isSuperset(of: ["keylen", "ivlen", "ptlen", "aadlen", "taglen"])
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        for record in file.records(startingAt: "count") {
            let tagByteCount = (record.section("taglen") ?? 0) / 8
            guard AES.GCM.tagByteCounts.contains(tagByteCount) else {
                recorder.skip("AES-GCM with tags of \(tagByteCount) bytes is not supported")
                continue
            }
            recorder.run(record.name, of: "AES-GCM", on: AESBackends.all) { try check(record, $0) }
        }
    }

    private func check(_ record: ResponseRecord, _ backend: Backend) throws {
        let gcm = try GCMAlgorithm(key: try record.bytes("key"), backend: backend)
        let nonce = try record.bytes("iv")
        let data = try record.bytes("aad")
        let ciphertext = try record.bytes("ct")
        let tag = try record.bytes("tag")
        let opened = try gcm.open(ciphertext, nonce: nonce, authenticating: data, tag: tag)
        if record.words.contains("fail") {
            guard opened == nil else { throw Mismatch("accepted what is invalid") }
        } else {
            let text = try record.bytes("pt")
            guard let opened else { throw Mismatch("refused what is valid") }
            guard opened == text else { throw Mismatch("another text") }
            try gcm.checkSeal(text, nonce: nonce, authenticating: data, ciphertext: ciphertext, tag: tag)
        }
    }
}
