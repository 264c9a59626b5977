import Foundation
import WaxCore

/// A JSON value of which nothing is known beforehand.
enum JSON {
    case object([String: JSON])
    case array([JSON])
    case string(String)
    case number(Double)
    case null

    /// The value of a text, or nil if it is not valid JSON.
    init?(contents: [UInt8]) {
        // The parser of Foundation limits the depth, so the recursion below is limited too.
        guard let value = try? JSONSerialization.jsonObject(with: Data(contents)) else { return nil }
        self.init(value)
    }

    private init(_ value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case let members as [String: Any]: self = .object(members.mapValues(JSON.init))
        case let elements as [Any]: self = .array(elements.map(JSON.init))
        case let number as NSNumber: self = .number(number.doubleValue)
        default: self = .null
        }
    }

    /// The member of an object, or nil.
    subscript(name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    /// A number that is whole and fits.
    var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }

    /// The bytes of a member that is a text of hexadecimal digits.
    func bytes(_ name: String) throws(Unsupported) -> [UInt8] {
        guard let text = self[name]?.string else { throw Unsupported("malformed vector: no field \(name)") }
        guard let bytes = try? Hex.decode(text) else {
            throw Unsupported("malformed vector: the field \(name) is not hexadecimal")
        }
        return bytes
    }

    /// A member that is a whole number.
    func integer(_ name: String) throws(Unsupported) -> Int {
        guard let number = self[name]?.integer else { throw Unsupported("malformed vector: no number \(name)") }
        return number
    }

    /// A member that is a text.
    func string(_ name: String) throws(Unsupported) -> String {
        guard let text = self[name]?.string else { throw Unsupported("malformed vector: no field \(name)") }
        return text
    }
}
