/// A file of Noise handshakes in the schema of cacophony and snow.
struct NoiseFile {
    private let vectors: [JSON]

    init?(_ json: JSON) {
        guard let vectors = json["vectors"]?.array, !vectors.isEmpty,
            vectors.allSatisfy({ $0["messages"]?.array != nil && $0["init_prologue"]?.string != nil })
        else { return nil }
        self.vectors = vectors
    }

    func run(into recorder: inout Recorder) {
        recorder.skip("Noise is not supported", count: vectors.count)
    }
}
