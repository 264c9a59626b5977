/// SHA-1 and SHA-2: short and long messages, and the Monte Carlo test (The Secure Hash Algorithm Validation System, section 6).
struct ResponseSHA: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        guard file.has("md"), !file.has("key") else { return false }
        return file.has("len", "msg") || file.has("seed", "count")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) throws(Unsupported) {
        let hash = try function(of: file, name: name)
        if file.has("seed") {
            runMonteCarlo(file, hash, &recorder)
        } else {
            for record in file.records(startingAt: "len") {
                recorder.run(record.name, of: hash.rawValue, on: hash.backends) { try check(record, hash, $0) }
            }
        }
    }

    private func function(of file: ResponseFile, name: String) throws(Unsupported) -> HashAlgorithm {
        if let named = HashNames.name(in: file, fileName: name) { return try HashAlgorithm(named: named) }
        let records = file.records(startingAt: file.has("seed") ? "count" : "len")
        guard let first = records.first else { throw Unsupported("no vectors") }
        let written = try first.bytes("md").count
        let hash = try HashNames.function(digestByteCount: first.section("l") ?? written)
        // Without a section nothing says which function it is. It is this one if at least one digest is right.
        guard file.sectionNames.contains("l") || records.contains(where: { (try? check($0, hash, .preferred)) != nil }) else {
            throw Unsupported("a hash function that is not named, and is not \(hash.rawValue)")
        }
        return hash
    }

    private func check(_ record: ResponseRecord, _ hash: HashAlgorithm, _ backend: Backend) throws {
        let bitCount = try record.integer("len")
        guard bitCount % 8 == 0 else { throw Unsupported("messages that are no whole number of bytes") }
        let message = try record.bytes("msg")
        guard bitCount >= 0, bitCount / 8 <= message.count else {
            throw Unsupported("malformed vector: Len does not fit the message")
        }
        // An empty message is written as one zero byte.
        let content = Array(message.prefix(bitCount / 8))
        let expected = try record.bytes("md")
        guard hash.digest(content, on: backend) == expected else { throw Mismatch("another digest") }
        guard hash.digest(content, splitAt: content.count / 3, on: backend) == expected else {
            throw Mismatch("another digest of the message in two pieces")
        }
    }

    private func runMonteCarlo(_ file: ResponseFile, _ hash: HashAlgorithm, _ recorder: inout Recorder) {
        // Each seed is the digest before, as it was computed: an error must not vanish in the next vector.
        var seeds: [Backend: [UInt8]] = [:]
        for record in file.records(startingAt: "count", sharing: ["seed"]) {
            recorder.run(record.name, of: hash.rawValue, on: hash.backends) { backend in
                let start = record.values["count"] == "0" ? nil : seeds[backend]
                var last = [[UInt8]](repeating: try start ?? record.bytes("seed"), count: 3)
                for _ in 3..<1003 {
                    last = [last[1], last[2], hash.digest(last[0] + last[1] + last[2], on: backend)]
                }
                seeds[backend] = last[2]
                guard last[2] == (try record.bytes("md")) else { throw Mismatch("another digest") }
            }
        }
    }
}
