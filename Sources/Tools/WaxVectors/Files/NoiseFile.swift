/// A file of Noise handshakes in the schema of cacophony and snow: for each protocol the keys of both sides, every
/// message with its payload, and the hash of the handshake.
struct NoiseFile {
    private let vectors: [JSON]

    init?(_ json: JSON) {
        guard let vectors = json["vectors"]?.array, !vectors.isEmpty,
            vectors.allSatisfy({ $0["messages"]?.array != nil && $0["init_prologue"]?.string != nil })
        else { return nil }
        self.vectors = vectors
    }

    func run(into recorder: inout Recorder) {
        for vector in vectors {
            let name = vector["protocol_name"]?.string ?? vector["name"]?.string ?? "a protocol without a name"
            recorder.run(name, of: "Noise") { _ in try NoiseVector(name: name, fields: vector).check() }
        }
    }
}
