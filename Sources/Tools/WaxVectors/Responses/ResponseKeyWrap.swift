import WaxAES

/// AES key wrap: NIST's vectors for SP 800-38F, and those that Botan's authors have collected for RFC 5649.
struct ResponseKeyWrap: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        if file.has("count", "key", "input", "output") { return file.sectionNames.contains("kwp") }
        guard file.has("count", "k", "c"), let title = file.title, title.contains("AES") else { return false }
        return title.firstMatch(of: /\bKWP?-A[ED]\b/) != nil
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) throws(Unsupported) {
        let title = file.title ?? "KWP-"
        // SP 800-38F leaves it to a system to take the cipher's inverse throughout; RFC 3394 and 5649 do not.
        guard !title.contains("inverse cipher") else {
            throw Unsupported("key wrap with the inverse cipher is not supported")
        }
        let isPadded = title.contains("KWP-")
        let names = file.has("input") ? ("key", "input", "output") : ("k", "p", "c")
        for record in file.records(startingAt: "count") {
            recorder.run(record.name, of: isPadded ? "AES-KWP" : "AES-KW", on: AESBackends.all) { backend in
                let context = try KeyWrapAlgorithm(
                    key: try record.bytes(names.0), isPadded: isPadded, backend: backend)
                let wrapped = try record.bytes(names.2)
                let opened = try context.unwrap(wrapped)
                if record.words.contains("fail") {
                    guard opened == nil else { throw Mismatch("accepted what is invalid") }
                    return
                }
                let key = try record.bytes(names.1)
                guard let opened else { throw Mismatch("refused what is valid") }
                guard opened == key else { throw Mismatch("another key") }
                guard context.wrap(key) == wrapped else { throw Mismatch("another wrapped key") }
            }
        }
    }
}
