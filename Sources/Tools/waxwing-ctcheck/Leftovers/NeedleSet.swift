/// Pieces of secrets to look for in memory, kept in a form in which the search does not find them here.
///
/// A secret is cut into all its windows of eight bytes: as many as a limb or a register has, so that a single number
/// left on the stack is found. Windows are stored combined with a mask, in a table with open addressing.
struct NeedleSet {
    private var windows: [UInt64]
    private var labels: [UInt16]
    private var filter: [UInt64]
    private(set) var names: [String] = []
    private(set) var count = 0

    /// Not a secret, but nothing that memory has in it by chance.
    private static let mask: UInt64 = 0x5DEE_CE66_D1B5_4A33

    /// - Parameter capacity: How many windows there is room for.
    init(capacity: Int = 1 << 16) {
        windows = [UInt64](repeating: 0, count: 2 * capacity)
        labels = [UInt16](repeating: 0, count: 2 * capacity)
        filter = [UInt64](repeating: 0, count: 1 << 12)
    }

    /// Adds all windows of some bytes.
    mutating func add(_ bytes: Span<UInt8>, _ name: String) {
        guard bytes.count >= 8, 2 * (count + bytes.count) < windows.count else { return }
        if names.last != name { names.append(name) }
        var window: UInt64 = 0
        for index in 0..<bytes.count {
            // As an unaligned load would read the eight bytes.
            window = (window &>> 8) | (UInt64(bytes[index]) &<< 56)
            if index >= 7, Self.isTelling(window) { insert(window ^ Self.mask, UInt16(names.count - 1)) }
        }
    }

    /// The place in ``names`` of the secret that eight bytes come from, if any.
    @inline(__always)
    func label(of window: UInt64) -> Int? {
        let masked = window ^ Self.mask
        let hash = Self.hash(masked)
        guard filter[Int(hash &>> 46) >> 6] &>> ((hash &>> 46) & 63) & 1 == 1 else { return nil }
        return find(masked, hash)
    }

    private func find(_ masked: UInt64, _ hash: UInt64) -> Int? {
        var index = Int(truncatingIfNeeded: hash) & (windows.count - 1)
        while windows[index] != 0 {
            if windows[index] == masked { return Int(labels[index]) }
            index = (index + 1) & (windows.count - 1)
        }
        return nil
    }

    private mutating func insert(_ masked: UInt64, _ label: UInt16) {
        let hash = Self.hash(masked)
        filter[Int(hash &>> 46) >> 6] |= 1 &<< ((hash &>> 46) & 63)
        var index = Int(truncatingIfNeeded: hash) & (windows.count - 1)
        while windows[index] != 0 {
            if windows[index] == masked { return }
            index = (index + 1) & (windows.count - 1)
        }
        windows[index] = masked
        labels[index] = label
        count += 1
    }

    @inline(__always)
    private static func hash(_ value: UInt64) -> UInt64 {
        let mixed = value &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed &>> 29)
    }

    /// False for windows that occur by chance: few different bytes.
    private static func isTelling(_ window: UInt64) -> Bool {
        var seen: InlineArray<4, UInt64> = [0, 0, 0, 0]
        var different = 0
        for position in 0..<UInt64(8) {
            let byte = Int((window &>> (8 &* position)) & 0xFF)
            if seen[byte / 64] &>> UInt64(byte % 64) & 1 == 0 { different += 1 }
            seen[byte / 64] |= 1 &<< UInt64(byte % 64)
        }
        return different >= 6
    }
}
