import WaxCore

/// A response file of NIST's validation program, and what others write in the same form: lines `name = value`,
/// sections `[name = value]`, comments after `#`, single words such as `FAIL`.
///
/// The form has no word for where a vector begins, and some values hold for all vectors that follow. Who knows the
/// algorithm says so: see ``records(startingAt:sharing:)``.
struct ResponseFile {
    enum Line {
        case section([String: String])
        case value(name: String, String)
        case word(String)
    }

    private(set) var comments: [String] = []
    private(set) var lines: [(number: Int, line: Line)] = []
    /// The names of all values, in lower case, and how often each occurs.
    private(set) var names: [String: Int] = [:]
    /// The names of all values in the order in which they first occur.
    private(set) var namesInOrder: [String] = []
    /// The names in the sections, in lower case.
    private(set) var sectionNames: Set<String> = []

    /// Whether most values are figures: texts of other kinds have lines with an equals sign, too.
    private(set) var holdsFigures = false

    init(contents: [UInt8]) {
        var figures = 0
        var others = 0
        defer { holdsFigures = figures > others }
        let newline = UInt8(ascii: "\n")
        for (index, raw) in contents.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmed
            guard let first = line.first else { continue }
            switch first {
            case UInt8(ascii: "#"):
                comments.append(String(decoding: line.dropFirst().trimmed, as: UTF8.self))
            case UInt8(ascii: "["):
                let inner = line.dropFirst().prefix { $0 != UInt8(ascii: "]") }
                var values: [String: String] = [:]
                for part in inner.split(separator: UInt8(ascii: ",")) {
                    let (name, value) = part.nameAndValue ?? (part.trimmed[...].text.lowercased(), "")
                    values[name] = value
                    sectionNames.insert(name)
                }
                lines.append((index + 1, .section(values)))
            default:
                if let (name, value) = line.nameAndValue {
                    if names[name] == nil { namesInOrder.append(name) }
                    names[name, default: 0] += 1
                    if !value.isEmpty {
                        if value.utf8.allSatisfy(\.isHexadecimalDigit) { figures += 1 } else { others += 1 }
                    }
                    lines.append((index + 1, .value(name: name, value)))
                } else if line.count <= 32 {
                    lines.append((index + 1, .word(line.text.lowercased())))
                }
            }
        }
    }

    /// True if values of all these names occur.
    func has(_ wanted: String...) -> Bool { wanted.allSatisfy { names[$0] != nil } }

    /// Takes the file apart into vectors.
    ///
    /// - Parameters:
    ///   - start: The name of the value with which each vector begins.
    ///   - shared: Names of values that end a vector and hold for all that follow. (Every value before the first
    ///     vector, or after such a value, holds for all that follow.)
    func records(startingAt start: String, sharing shared: Set<String> = []) -> [ResponseRecord] {
        var records: [ResponseRecord] = []
        var sections: [String: String] = [:]
        var common: [String: String] = [:]
        var open: ResponseRecord?
        var lastWasSection = false

        func close() {
            if let record = open { records.append(record) }
            open = nil
        }
        for (number, line) in lines {
            switch line {
            case .section(let values):
                close()
                // Sections in a row belong together; one after vectors begins anew.
                sections = lastWasSection ? sections.merging(values) { $1 } : values
                lastWasSection = true
                continue
            case .value(name: start, let value):
                close()
                open = ResponseRecord(line: number, sections: sections, values: common)
                open?.values[start] = value
            case .value(let name, let value) where shared.contains(name):
                close()
                common[name] = value
            case .value(let name, let value):
                if open == nil { common[name] = value } else { open?.values[name] = value }
            case .word(let word):
                open?.words.insert(word)
            }
            lastWasSection = false
        }
        close()
        return records
    }
}

/// One vector of a response file.
struct ResponseRecord {
    /// The line at which it begins.
    let line: Int
    let sections: [String: String]
    fileprivate(set) var values: [String: String]
    fileprivate(set) var words: Set<String> = []

    /// How a failure names it.
    var name: String { values["count"].map { "count \($0), line \(line)" } ?? "line \(line)" }

    func string(_ name: String) throws(Unsupported) -> String {
        guard let text = values[name] else { throw Unsupported("malformed vector: no value \(name)") }
        // NIST's samples leave results to be filled in.
        guard text != "?" else { throw Unsupported("the file does not give the value \(name)") }
        return text
    }

    func bytes(_ name: String) throws(Unsupported) -> [UInt8] {
        guard let bytes = try? Hex.decode(try string(name)) else {
            throw Unsupported("malformed vector: the value \(name) is not hexadecimal")
        }
        return bytes
    }

    func integer(_ name: String) throws(Unsupported) -> Int {
        guard let number = Int(try string(name)) else {
            throw Unsupported("malformed vector: the value \(name) is not a number")
        }
        return number
    }

    /// A large number, the most significant byte first; some are written with an odd number of digits.
    func number(_ name: String) throws(Unsupported) -> [UInt8] {
        let digits = try string(name)
        guard let bytes = try? Hex.decode(digits.utf8.count % 2 == 0 ? digits : "0" + digits), !bytes.isEmpty else {
            throw Unsupported("malformed vector: the value \(name) is not hexadecimal")
        }
        return bytes
    }

    /// A number in the brackets of the section, or nil.
    func section(_ name: String) -> Int? { sections[name].flatMap { Int($0) } }
}

extension ArraySlice<UInt8> {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }

    fileprivate var trimmed: ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return [] }
        return start[...last]
    }

    /// The two sides of `name = value`, the name in lower case; nil if there is no equals sign after a name.
    fileprivate var nameAndValue: (String, String)? {
        guard let equals = firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = self[..<equals].trimmed
        guard !name.isEmpty, name.count <= 64, name.allSatisfy(\.isPartOfName) else { return nil }
        return (name.text.lowercased(), self[(equals + 1)...].trimmed.text)
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    fileprivate var isPartOfName: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
