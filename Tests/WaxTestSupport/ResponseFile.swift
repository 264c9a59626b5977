import WaxCore

/// A response file of NIST's CAVP, or an RFC's vectors in that form: lines `name = value`, sections in square
/// brackets, comments after `#`.
///
/// Publishers disagree about blank lines, so a record ends where a name comes a second time or a section begins.
public struct ResponseFile: Sendable {
    /// The fields of one vector.
    public struct Record: Sendable {
        /// The settings of the section that it stands in, such as `L` in `[L = 32]`.
        public let section: [String: String]
        /// The fields by name. A line without a value, such as `FAIL`, is an empty one.
        public let fields: [String: String]

        /// A field, which must be there.
        public func text(_ name: String) throws -> String {
            guard let value = fields[name] else {
                throw TestVectors.Failure(description: "no field \(name) in \(fields.keys.sorted())")
            }
            return value
        }

        /// A field that is a number.
        public func number(_ name: String) throws -> Int {
            guard let number = Int(try text(name)) else {
                throw TestVectors.Failure(description: "the field \(name) is not a number")
            }
            return number
        }

        /// A field of hexadecimal digits.
        public func bytes(_ name: String) throws -> [UInt8] { try Hex.decode(try text(name)) }
    }

    /// The vectors from first to last.
    public let records: [Record]

    /// Reads a file below `TestVectors`.
    public init(_ path: String) throws { self.init(text: try TestVectors.text(path)) }

    /// Reads a text.
    public init(text: String) {
        var records: [Record] = []
        var section: [String: String] = [:]
        var fields: [String: String] = [:]
        var inHeading = false
        func endRecord() {
            if !fields.isEmpty { records.append(Record(section: section, fields: fields)) }
            fields = [:]
        }
        for line in text.split(whereSeparator: \.isNewline) {
            let line = trim(line)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                endRecord()
                // Several bracketed lines in a row make one section.
                if !inHeading { section = [:] }
                inHeading = true
                let (name, value) = split(line.dropFirst().dropLast())
                section[name] = value
                continue
            }
            inHeading = false
            let (name, value) = split(line)
            if fields[name] != nil { endRecord() }
            fields[name] = value
        }
        endRecord()
        self.records = records
    }
}

private func split(_ line: Substring) -> (name: String, value: String) {
    guard let sign = line.firstIndex(of: "=") else { return (String(line), "") }
    return (String(trim(line[..<sign])), String(trim(line[line.index(after: sign)...])))
}

private func trim(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
}
