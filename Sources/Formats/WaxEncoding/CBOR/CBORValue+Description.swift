import WaxCore

extension CBORValue: CustomStringConvertible {
    /// The diagnostic notation (RFC 8949 section 8), on one line.
    ///
    /// Control characters, direction marks and other invisible ones are written as escapes, so a value from a
    /// peer does no harm to a terminal or a log; quotes and backslashes too.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to output: inout String) {
        switch self {
        case .unsigned(let value): output += String(value)
        case .negative(let value): output += value == .max ? "-18446744073709551616" : "-\(value + 1)"
        case .bytes(let value): output += "h'\(Hex.encode(value))'"
        case .text(let value): Self.write(value, to: &output)
        case .array(let value): Self.write(value, "[", "]", to: &output) { $0.write(to: &$1) }
        case .map(let value):
            Self.write(value.entries, "{", "}", to: &output) { entry, output in
                entry.key.write(to: &output)
                output += ": "
                entry.value.write(to: &output)
            }
        case .tagged(let tag, let value):
            output += "\(tag)("
            value.write(to: &output)
            output += ")"
        case .float(let value): output += Self.notation(of: value)
        case .bool(let value): output += value ? "true" : "false"
        case .null: output += "null"
        case .undefined: output += "undefined"
        case .simple(let value): output += "simple(\(value.rawValue))"
        }
    }

    private static func notation(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return "\(value)"
    }

    private static func write<Element>(
        _ elements: [Element], _ open: String, _ close: String, to output: inout String,
        _ body: (Element, inout String) -> Void
    ) {
        output += open
        for (index, element) in elements.enumerated() {
            if index > 0 { output += ", " }
            body(element, &output)
        }
        output += close
    }

    private static func write(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default:
                if isVisible(scalar) {
                    output.unicodeScalars.append(scalar)
                } else {
                    for unit in UTF16.encode(scalar).map(Array.init) ?? [] { output += escape(unit) }
                }
            }
        }
        output += "\""
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    private static func escape(_ unit: UInt16) -> String {
        "\\u" + Hex.encode([UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)])
    }
}

extension CBORMap: CustomStringConvertible {
    /// The diagnostic notation (RFC 8949 section 8), on one line.
    public var description: String { CBORValue.map(self).description }
}
