/// Where in a value an encoder or a decoder is, as a chain from the inside out: cheap to extend, and written
/// out as an array only where somebody asks for it.
enum CBORCodingPath {
    case root
    indirect case key(any CodingKey, in: CBORCodingPath)
    indirect case index(Int, in: CBORCodingPath)

    /// The keys from the outside in.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var path = self
        while true {
            switch path {
            case .root: return keys.reversed()
            case .key(let key, let outer):
                keys.append(key)
                path = outer
            case .index(let index, let outer):
                keys.append(CBORKey(index: index))
                path = outer
            }
        }
    }
}

/// A key for a place in an array, and for what a superclass writes.
struct CBORKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(index: Int) {
        stringValue = "Index \(index)"
        intValue = index
    }

    /// The key for a text, which may be the digits of a number.
    init(text: String) {
        stringValue = text
        intValue = Int(text)
    }

    /// The key for a number.
    init(number: Int) {
        stringValue = String(number)
        intValue = number
    }

    /// The key that names a map key of any kind in an error.
    init(naming key: CBORValue) {
        stringValue = key.text ?? key.description
        intValue = key.integer(as: Int.self)
    }

    init?(stringValue: String) { self.init(text: stringValue) }
    init?(intValue: Int) { self.init(number: intValue) }

    /// The key under which a superclass writes itself unless told otherwise.
    static var `super`: CBORKey { CBORKey(text: "super") }
}

extension CBORValue {
    /// The map key for a coding key: a number where the key was declared as one (`enum CodingKeys: Int`), else
    /// a text.
    ///
    /// A key whose text is a number as well stays a text: the keys of a `Dictionary` of strings claim to be
    /// numbers too when they look like one, and "1" and "01" would be the same.
    init(_ key: any CodingKey) {
        if let number = key.intValue, Int(key.stringValue) == nil {
            self.init(integer: number)
        } else {
            self = .text(key.stringValue)
        }
    }
}
