import WaxCore
import WaxKeys
import WaxRSA

/// RSAES-OAEP ciphertexts in the form of BoringSSL's tests: a key in PKCS#8, and the plaintext in quotes.
struct ResponseOAEP: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        file.has("key", "rsapadding", "oaepdigest", "input", "output")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        for record in file.records(startingAt: "count") {
            recorder.run(record.name, of: "RSAES-OAEP") { _ in try check(record) }
        }
    }

    private func check(_ record: ResponseRecord) throws {
        guard try record.string("rsapadding") == "OAEP" else { throw Unsupported("padding other than OAEP") }
        let hash = try HashAlgorithm(named: try record.string("oaepdigest"))
        let mgf1Hash = try HashAlgorithm(named: record.values["mgf1digest"] ?? hash.rawValue)
        let label = record.values["oaeplabel"] == nil ? [] : try record.bytes("oaeplabel")
        let output = try record.string("output")
        guard output.count >= 2, output.first == "\"", output.last == "\"" else {
            throw Unsupported("malformed vector: the output is not in quotes")
        }
        let key: RSA.PrivateKey
        do {
            key = try RSA.PrivateKey(derRepresentation: SecretBytes(try record.bytes("key")))
        } catch let error as KeyError {
            throw Unsupported("\(error)")
        }
        let plaintext = try RSA.Encryption.PrivateKey(key).decrypt(
            try record.bytes("input"),
            padding: .oaep(hash: hash.forRSA, mgf1Hash: mgf1Hash.forRSA, label: label))
        guard plaintext == Array(output.dropFirst().dropLast().utf8) else { throw Mismatch("another plaintext") }
    }
}
