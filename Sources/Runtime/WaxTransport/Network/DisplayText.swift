extension String {
    /// The text made safe for a terminal and a log: what is not visible (control characters, changes of writing
    /// direction, separators of lines) and the backslash are written as `\u{…}`.
    ///
    /// All text that comes from a peer or from a file passes through here before a person sees it.
    package var escapedForDisplay: String {
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) { return self }
        var text = ""
        for scalar in unicodeScalars {
            if Self.isVisible(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return text
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return false
        default:
            return scalar != "\\"
        }
    }
}
