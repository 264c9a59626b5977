/// One vector, as `records.py` has written it.
struct Record {
    let kind: UInt8
    let isValid: Bool
    /// Which hash function, or another number that the kind needs.
    let parameter: UInt8
    let fields: [[UInt8]]
}

/// Takes records from the beginning of some bytes.
struct RecordReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next record; nil at the end, and where the file ends before its last record.
    mutating func next() -> Record? {
        guard let kind = byte(), kind != 0, let valid = byte(), let parameter = byte(), let count = byte() else {
            return nil
        }
        var fields: [[UInt8]] = []
        for _ in 0..<count {
            var length = 0
            for shift in 0..<4 {
                guard let part = byte() else { return nil }
                length |= Int(part) << (8 * shift)
            }
            guard length <= bytes.count - position else { return nil }
            fields.append([UInt8](bytes[position..<(position + length)]))
            position += length
        }
        return Record(kind: kind, isValid: valid == 1, parameter: parameter, fields: fields)
    }

    private mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        position += 1
        return bytes[position - 1]
    }
}
