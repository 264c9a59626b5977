internal import WaxTransport

/// Names of files that strangers send.
enum FileName {
    /// The most bytes of a name in a directory, on every file system that matters.
    static let largestByteCount = 255

    /// What a name is called that has nothing left of it.
    static let placeholder = "unnamed"

    /// One component that can be used as a name in a directory, whatever it is made from.
    ///
    /// Only what comes after the last separator of any system is kept. What is not visible (control characters,
    /// changes of writing direction, line separators) becomes `_`, and so does a dot or a hyphen at the front: the
    /// name is neither hidden nor mistaken for an option. Blanks at the ends go. The result has 1 to 255 bytes; what
    /// is too long is cut before the extension.
    static func safe(_ name: String) -> String {
        let component =
            name.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? [][...]
        var scalars = String.UnicodeScalarView()
        for scalar in component { scalars.append(isVisible(scalar) ? scalar : "_") }
        var text = trimmed(scalars)
        if let first = text.unicodeScalars.first, first == "." || first == "-" {
            text = "_" + String(text.unicodeScalars.dropFirst())
        }
        // Looked at after cutting, too: what made it a name may be what was cut off.
        guard isName(text) else { return placeholder }
        text = cut(text, toBytes: largestByteCount)
        return isName(text) ? text : placeholder
    }

    /// The name with a number before its extension: `report (2).pdf`.
    static func numbered(_ name: String, _ number: Int) -> String {
        let (stem, suffix) = parts(name)
        let mark = " (\(number))\(suffix)"
        return prefix(stem, bytes: largestByteCount - mark.utf8.count) + mark
    }

    // Nothing but dots and blanks is no name: "..", ". ." and the like.
    private static func isName(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0 != "_" && $0 != "." && $0 != " " }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private static func trimmed(_ scalars: String.UnicodeScalarView) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        var rest = scalars.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }

    private static func cut(_ text: String, toBytes limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let (stem, suffix) = parts(text)
        return prefix(stem, bytes: limit - suffix.utf8.count) + suffix
    }

    /// The name without its extension, and the extension with its dot if it is one (short, and not all of the name).
    private static func parts(_ text: String) -> (stem: String, suffix: String) {
        let scalars = text.unicodeScalars
        guard let dot = scalars.lastIndex(of: "."), dot != scalars.startIndex, scalars[dot...].utf8Count <= 32 else {
            return (text, "")
        }
        return (String(scalars[..<dot]), String(scalars[dot...]))
    }

    /// As many scalars as fit; whole characters would be nicer, but one of them can be longer than all the room. Blanks at
    /// the end go.
    private static func prefix(_ text: String, bytes: Int) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            if count > bytes { break }
            result.append(scalar)
        }
        let rest = trimmed(result)
        return rest.isEmpty ? placeholder : rest
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var utf8Count: Int { reduce(0) { $0 + UTF8.width($1) } }
}
