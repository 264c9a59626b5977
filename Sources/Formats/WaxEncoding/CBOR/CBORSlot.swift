/// A place in the tree that is being encoded. Containers and the encoders for superclasses refer to it and may
/// go on filling it until the whole is put together.
final class CBORSlot {
    enum Element {
        case value(CBORValue)
        case slot(CBORSlot)
    }

    private enum Content {
        case nothing
        case value(CBORValue)
        case array([Element])
        case map(CBORKeyIndex, [(key: CBORValue, element: Element)])
        case conflict
    }

    /// Why a place has no value.
    struct Failure: Error {
        let reason: String
    }

    private var content = Content.nothing

    func beginMap() {
        switch content {
        case .nothing: content = .map(CBORKeyIndex(), [])
        case .map: break
        case .value, .array, .conflict: content = .conflict
        }
    }

    func beginArray() {
        switch content {
        case .nothing: content = .array([])
        case .array: break
        case .value, .map, .conflict: content = .conflict
        }
    }

    func set(_ value: CBORValue) {
        guard case .nothing = content else { return content = .conflict }
        content = .value(value)
    }

    /// The number of elements of an array.
    var count: Int { if case .array(let elements) = content { elements.count } else { 0 } }

    func append(_ element: Element) {
        guard case .array(var elements) = content else { return content = .conflict }
        // Taken out meanwhile, so that appending does not copy.
        content = .nothing
        elements.append(element)
        content = .array(elements)
    }

    /// Puts an element under a key, in the place of one that is there already.
    func put(_ element: Element, for key: CBORValue) {
        guard case .map(var index, var entries) = content else { return content = .conflict }
        content = .nothing
        if let place = index.place(of: key) {
            entries[place].element = element
        } else {
            index.append(key)
            entries.append((key, element))
        }
        content = .map(index, entries)
    }

    /// The value that was put together here.
    func value() throws(Failure) -> CBORValue {
        switch content {
        case .nothing: throw Failure(reason: "the value did not encode anything")
        case .conflict: throw Failure(reason: "the value asked for two kinds of containers, or encoded twice")
        case .value(let value): return value
        case .array(let elements):
            var values: [CBORValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try Self.value(of: element)) }
            return .array(values)
        case .map(_, let entries):
            var values: [CBORMap.Entry] = []
            values.reserveCapacity(entries.count)
            for (key, element) in entries {
                values.append(CBORMap.Entry(key: key, value: try Self.value(of: element)))
            }
            return .map(CBORMap(unique: values))
        }
    }

    private static func value(of element: Element) throws(Failure) -> CBORValue {
        switch element {
        case .value(let value): value
        case .slot(let slot): try slot.value()
        }
    }
}
