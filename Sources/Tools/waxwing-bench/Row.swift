/// What is measured: a name that stays the same from version to version, and the size of the input if one applies.
struct Row: Hashable, Sendable {
    /// For instance `aes-128-gcm-seal`; with the suffix `-array` for the form that takes an array and makes a new one.
    let name: String
    /// The size of one input in bytes; nil where an operation has no size, such as a signature.
    var byteCount: Int?

    /// What a figure counts.
    var unit: Unit { byteCount == nil || name.hasSuffix("-key") ? .operations : .megabytes }

    /// The name without the suffix that tells which form of the interface is measured: peers have one form only.
    var work: String { name.hasSuffix(Self.arraySuffix) ? String(name.dropLast(Self.arraySuffix.count)) : name }

    static let arraySuffix = "-array"

    /// What a figure counts.
    enum Unit: String, Sendable {
        /// Millions of bytes a second.
        case megabytes = "MB/s"
        /// Operations a second.
        case operations = "op/s"
    }

    /// The figure for a number of operations that took some seconds.
    func value(operations: Int, seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        switch unit {
        case .megabytes: return Double(operations) * Double(byteCount ?? 0) / seconds / 1e6
        case .operations: return Double(operations) / seconds
        }
    }
}

/// Does a number of operations one after the other.
///
/// The loop stands inside, so that a call of a closure is not measured along with sixteen bytes of AES.
typealias Operation = (_ count: Int) throws -> Void

/// A row, and one of our implementations of it.
struct Benchmark {
    let row: Row
    /// Which implementation it is, as `WAX_DISABLE` calls it; `swift` where there is only one.
    let backend: String
    /// Makes keys and buffers; nothing of this is measured.
    let prepare: () throws -> Operation

    init(_ name: String, bytes: Int? = nil, backend: String = "swift", prepare: @escaping () throws -> Operation) {
        self.row = Row(name: name, byteCount: bytes)
        self.backend = backend
        self.prepare = prepare
    }
}
