/// The keys of a map with their places. A few are compared one by one; more get a table, so that a map from a
/// peer costs time in proportion to its size whatever is looked up.
struct CBORKeyIndex {
    private var keys: [CBORValue] = []
    private var table: [CBORValue: Int] = [:]
    private static var fewest: Int { 12 }

    init() {}

    init(_ map: CBORMap) {
        keys.reserveCapacity(map.count)
        for entry in map { append(entry.key) }
    }

    /// The place of a key, or nil.
    func place(of key: CBORValue) -> Int? {
        table.isEmpty ? keys.firstIndex(of: key) : table[key]
    }

    /// Puts a new key at the next place.
    mutating func append(_ key: CBORValue) {
        keys.append(key)
        if keys.count == Self.fewest {
            for (place, key) in keys.enumerated() { table[key] = place }
        } else if keys.count > Self.fewest {
            table[key] = keys.count - 1
        }
    }
}
