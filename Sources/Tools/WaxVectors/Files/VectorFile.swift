/// What the contents of a file turned out to be.
enum VectorFile {
    case wycheproof(WycheproofFile)
    case noise(NoiseFile)
    case response(ResponseFile)
    case rsaLaboratories(RSALaboratoriesFile)
    /// No vectors that this program knows, and why.
    case none(String)

    init(contents: [UInt8]) {
        guard let first = contents.first(where: { !" \t\r\n".utf8.contains($0) }) else {
            self = .none("the file is empty")
            return
        }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            if let json = JSON(contents: contents) {
                self = VectorFile(json: json)
                return
            }
            // A response file may begin with a section in brackets.
            if first == UInt8(ascii: "{") {
                self = .none("not valid JSON")
                return
            }
        }
        guard !contents.contains(0) else {
            self = .none("not a vector file: binary")
            return
        }
        if let file = RSALaboratoriesFile(contents: contents) {
            self = .rsaLaboratories(file)
            return
        }
        let file = ResponseFile(contents: contents)
        self = file.holdsFigures ? .response(file) : .none("not a vector file: no figures of the form name = value")
    }

    private init(json: JSON) {
        if let file = WycheproofFile(json) {
            self = .wycheproof(file)
        } else if let file = NoiseFile(json) {
            self = .noise(file)
        } else {
            self = .none("JSON of a schema that is not known")
        }
    }
}
