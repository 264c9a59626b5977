/// One vector, as `records/format.py` has written it.
struct Record {
    let isValid: Bool
    /// Small numbers that the algorithm knows the meaning of, such as which hash function.
    let parameters: (UInt8, UInt8, UInt8)
    let fields: [[UInt8]]
}

/// The vectors of one algorithm begin with its name.
struct Section {
    let name: [UInt8]
    let count: Int
}

/// Takes sections and records from the beginning of some bytes.
struct RecordReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next section; nil at the end, and where the file ends before its end.
    mutating func nextSection() -> Section? {
        guard let length = byte(), length > 0, let name = take(Int(length)), let count = number() else { return nil }
        return Section(name: name, count: count)
    }

    /// The next record of a section; nil where the file ends before.
    mutating func nextRecord() -> Record? {
        guard let valid = byte(), let first = byte(), let second = byte(), let third = byte(), let count = byte() else {
            return nil
        }
        var fields: [[UInt8]] = []
        for _ in 0..<count {
            guard let length = number(), let field = take(length) else { return nil }
            fields.append(field)
        }
        return Record(isValid: valid == 1, parameters: (first, second, third), fields: fields)
    }

    private mutating func byte() -> UInt8? { take(1)?.first }

    private mutating func number() -> Int? {
        guard let bytes = take(4) else { return nil }
        return Int(exactly: UInt32(littleEndian: bytes))
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        guard count <= bytes.count - position else { return nil }
        position += count
        return [UInt8](bytes[(position - count)..<position])
    }
}

extension UInt32 {
    /// A number of four bytes, the least significant first.
    init(littleEndian bytes: [UInt8]) {
        self = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
