/// X25519: the vectors of RFC 7748 section 5.2 in the form of a response file.
struct ResponseX25519: ResponseRunner {
    func recognises(_ file: ResponseFile, name: String) -> Bool { file.has("input_scalar", "input_u", "output_u") }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) {
        for record in file.records(startingAt: "count") {
            recorder.run(record.name, of: "X25519") { _ in
                let scalar = try record.bytes("input_scalar")
                guard scalar.count == 32 else { throw Unsupported("X448 is not supported") }
                let shared = try X25519Agreement.sharedSecret(
                    privateKey: scalar, publicKey: try record.bytes("input_u"))
                guard shared == (try record.bytes("output_u")) else { throw Mismatch("another shared secret") }
            }
        }
    }
}
