import WaxCore

/// One operation with all its parameters: what is drawn, run, shrunk, printed, and read again from a line.
///
///     gcm-seal aad= key=00112233445566778899aabbccddeeff nonce=0001020304050607 text=00
///
/// Bytes are written in hexadecimal, numbers in decimal.
struct Case: Equatable, CustomStringConvertible {
    /// One parameter.
    enum Field: Equatable {
        /// Bytes of any number down to the one given; zeros of the same number are simpler, fewer still more.
        case bytes([UInt8], atLeast: Int = 0)
        /// Bytes whose number has to stay.
        case block([UInt8])
        /// A number; smaller ones down to the one given are simpler.
        case number(Int, atLeast: Int = 0)
        /// One of a few words; it stays.
        case word(String)

        var text: String {
            switch self {
            case .bytes(let bytes, _), .block(let bytes): Hex.encode(bytes)
            case .number(let number, _): "\(number)"
            case .word(let word): word
            }
        }
    }

    /// The name of the operation: the oracle's too.
    let operation: String
    var fields: [String: Field]

    init(_ operation: String, _ fields: [String: Field]) {
        self.operation = operation
        self.fields = fields
    }

    var description: String {
        ([operation] + fields.keys.sorted().map { "\($0)=\(fields[$0]?.text ?? "")" }).joined(separator: " ")
    }

    func bytes(_ name: String) -> [UInt8] {
        switch fields[name] {
        case .bytes(let bytes, _), .block(let bytes): bytes
        default: []
        }
    }

    func number(_ name: String) -> Int {
        if case .number(let number, _) = fields[name] { number } else { 0 }
    }

    func word(_ name: String) -> String {
        if case .word(let word) = fields[name] { word } else { "" }
    }

    /// Reads a line, with the kinds of the fields as `pattern`, a case of the same operation, has them.
    init?(parsing line: String, like pattern: Case) {
        let parts = line.split(separator: " ")
        guard let name = parts.first, name == pattern.operation else { return nil }
        var fields = pattern.fields
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, let field = fields[String(pair[0])] else { return nil }
            let value = String(pair[1])
            switch field {
            case .bytes(_, let least):
                guard let bytes = try? Hex.decode(value) else { return nil }
                fields[String(pair[0])] = .bytes(bytes, atLeast: least)
            case .block:
                guard let bytes = try? Hex.decode(value) else { return nil }
                fields[String(pair[0])] = .block(bytes)
            case .number(_, let least):
                guard let number = Int(value) else { return nil }
                fields[String(pair[0])] = .number(number, atLeast: least)
            case .word: fields[String(pair[0])] = .word(value)
            }
        }
        self.init(pattern.operation, fields)
    }

    /// Simpler cases, the boldest first.
    var simpler: [Case] {
        fields.keys.sorted().flatMap { name -> [Case] in
            let candidates: [Field]
            switch fields[name] {
            case .bytes(let bytes, let least):
                let counts = [least, bytes.count / 2, bytes.count * 3 / 4, bytes.count - 1]
                candidates =
                    counts.filter { $0 >= least && $0 < bytes.count }.map { .bytes(Array(bytes.prefix($0)), atLeast: least) }
                    + (bytes.contains { $0 != 0 } ? [.bytes([UInt8](repeating: 0, count: bytes.count), atLeast: least)] : [])
            case .block(let bytes):
                candidates = bytes.contains { $0 != 0 } ? [.block([UInt8](repeating: 0, count: bytes.count))] : []
            case .number(let number, let least):
                candidates = [least, (number + least) / 2, number - 1]
                    .filter { $0 >= least && $0 < number }.map { .number($0, atLeast: least) }
            case .word, nil: candidates = []
            }
            return candidates.map { field in
                var simpler = self
                simpler.fields[name] = field
                return simpler
            }
        }
    }
}
