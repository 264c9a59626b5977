/// The entries of a CBOR map: keys of any kind, each one once, in the order in which they were put in.
///
/// The order is for showing the map only: it does not count when maps are compared, and the deterministic
/// encoding has an order of its own. Looking up a key goes through the entries one by one.
public struct CBORMap: Sendable {
    /// A key with its value.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public let key: CBORValue

        /// Its value.
        public var value: CBORValue

        /// Makes an entry.
        public init(key: CBORValue, value: CBORValue) {
            self.key = key
            self.value = value
        }
    }

    /// The entries in their order.
    public private(set) var entries: [Entry]

    /// Makes an empty map.
    public init() { entries = [] }

    /// Takes entries of which it is known that no key is there twice.
    init(unique entries: [Entry]) { self.entries = entries }

    /// Takes entries in their order, or gives nil if a key is there twice.
    public init?(entries: [Entry]) {
        var seen = Set<CBORValue>(minimumCapacity: entries.count)
        for entry in entries {
            guard seen.insert(entry.key).inserted else { return nil }
        }
        self.entries = entries
    }

    /// The value of a key, or nil. A new key is put at the end; setting nil takes the key out.
    public subscript(key: CBORValue) -> CBORValue? {
        get { entries.first { $0.key == key }?.value }
        set {
            let place = entries.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension CBORMap: RandomAccessCollection {
    /// The place of the first entry.
    public var startIndex: Int { entries.startIndex }

    /// The place after the last entry.
    public var endIndex: Int { entries.endIndex }

    /// The entry at a place.
    public subscript(position: Int) -> Entry { entries[position] }
}

extension CBORMap: Hashable {
    /// True if both have the same keys with the same values, in whatever order.
    public static func == (left: CBORMap, right: CBORMap) -> Bool {
        guard left.count == right.count else { return false }
        // Not first entry by entry in the hope that the order is the same: maps inside maps would then be
        // compared twice on every level, and a peer decides how many levels there are.
        let values = Dictionary(uniqueKeysWithValues: right.entries.map { ($0.key, $0.value) })
        return left.entries.allSatisfy { values[$0.key] == $0.value }
    }

    /// Feeds the entries to the hasher in a way that does not depend on their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for entry in entries {
            var one = hasher
            one.combine(entry)
            sum &+= one.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension CBORMap: ExpressibleByDictionaryLiteral {
    /// Makes a map of the keys and values of a literal.
    ///
    /// - Precondition: No key is there twice.
    public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
        guard let map = CBORMap(entries: elements.map { Entry(key: $0, value: $1) }) else {
            preconditionFailure("a map literal has the same key twice")
        }
        self = map
    }
}
