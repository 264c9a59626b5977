/// Text of a peer as it may stand in a log or on a terminal: control characters, line breaks, bidirectional
/// overrides and other format characters become `\u{…}`, and what is too long is cut off.
package func escaped(_ text: String, limit: Int = 256) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        guard result.utf8.count < limit else { return result + "…" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        default:
            result += scalar == "\\" ? "\\\\" : String(scalar)
        }
    }
    return result
}

/// The beginning of a text with at most so many bytes of UTF-8, cut between characters.
func cut(_ text: String, toBytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var result = ""
    var count = 0
    for character in text {
        count += character.utf8.count
        guard count <= limit else { break }
        result.append(character)
    }
    return result
}
