/// HKDF: the vectors of RFC 5869 and others in their form.
struct ResponseHKDF: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool { file.has("hash", "ikm", "salt", "info", "l", "okm") }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        for record in file.records(startingAt: "count") {
            do throws(Unsupported) {
                let hash = try HashAlgorithm(named: try record.string("hash"))
                recorder.run(record.name, of: "HKDF-\(hash.rawValue)") { _ in
                    let secret = try record.bytes("ikm")
                    let salt = try record.bytes("salt")
                    let key = try hash.derive(
                        from: secret, salt: salt, info: try record.bytes("info"), count: try record.integer("l"))
                    guard key == (try record.bytes("okm")) else { throw Mismatch("derived another key") }
                    guard record.values["prk"] != nil else { return }
                    guard hash.extract(from: secret, salt: salt) == (try record.bytes("prk")) else {
                        throw Mismatch("extracted another key")
                    }
                }
            } catch {
                recorder.skip(error.reason)
            }
        }
    }
}
