/// HMAC: NIST's files (sections `[L = bytes]`, `Klen`, `Tlen`, `Mac`) and the vectors of the RFCs in their form.
struct ResponseHMAC: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool {
        // CMAC has a length of the message too.
        guard file.has("key", "msg"), !file.has("mlen") else { return false }
        return file.has("len", "md") || file.has("klen", "tlen", "mac")
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        let isFromNIST = file.has("mac")
        let code = isFromNIST ? "mac" : "md"
        let named = HashNames.name(in: file, fileName: name)
        for record in file.records(startingAt: isFromNIST ? "count" : "len") {
            do throws(Unsupported) {
                let hash: HashAlgorithm
                if let size = record.section("l") {
                    hash = try HashNames.function(digestByteCount: size)
                } else if let named {
                    hash = try HashAlgorithm(named: named)
                } else {
                    hash = try HashNames.function(digestByteCount: try record.bytes(code).count)
                }
                recorder.run(record.name, of: "HMAC-\(hash.rawValue)") { _ in try check(record, hash, code) }
            } catch {
                recorder.skip(error.reason)
            }
        }
    }

    private func check(_ record: ResponseRecord, _ hash: HashAlgorithm, _ code: String) throws {
        let key = try record.bytes("key")
        let message = try record.bytes("msg")
        let expected = try record.bytes(code)
        guard !expected.isEmpty, expected.count <= hash.byteCount else {
            throw Unsupported("malformed vector: a code of \(expected.count) bytes")
        }
        let whole = hash.authenticationCode(message, key: key)
        guard Array(whole.prefix(expected.count)) == expected else { throw Mismatch("another code") }
        guard hash.isValid(whole, for: message, key: key) else { throw Mismatch("refuses its own code") }
    }
}
