import Foundation

/// Where a command writes: results on standard output, progress and errors on standard error.
///
/// Every text that came from a peer or from the file system passes through ``escape(_:)`` first, so that it
/// cannot move the cursor, recolour the screen or forge a line of the log.
struct Terminal: Sendable {
    /// Whether results are JSON objects, one a line.
    let json: Bool
    /// Whether nothing but errors is printed.
    let quiet: Bool
    /// Whether progress can be drawn in place.
    let isInteractive: Bool

    init(json: Bool, quiet: Bool) {
        self.json = json
        self.quiet = quiet
        self.isInteractive = isatty(STDERR_FILENO) == 1
    }

    init(_ arguments: Arguments) { self.init(json: arguments.has("json"), quiet: arguments.has("quiet")) }

    /// Prints a result: the text, or with `--json` the fields.
    func result(_ text: @autoclosure () -> String, _ fields: @autoclosure () -> [String: JSONField]) {
        guard !quiet else { return }
        StandardOutput.write((json ? JSONField.object(fields()).text : text()) + "\n")
    }

    /// Prints a line that only a person reads; not with `--json`.
    func note(_ text: @autoclosure () -> String) {
        guard !quiet, !json else { return }
        StandardOutput.write(text() + "\n")
    }

    /// Prints a line on standard error.
    static func error(_ text: String) { writeError("waxwing: \(text)\n") }

    /// Writes to standard error as it is.
    static func writeError(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

    /// Shows control characters, invisible formatting characters and line ends as escapes.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// A value in the output of `--json`.
enum JSONField: Sendable {
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case list([JSONField])
    case object([String: JSONField])

    /// The JSON text, keys in alphabetical order.
    var text: String {
        switch self {
        case .string(let value): Self.quote(value)
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? String(value) : "null"
        case .bool(let value): value ? "true" : "false"
        case .list(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\(Self.quote($0.key)):\($0.value.text)" }
                .joined(separator: ",") + "}"
        }
    }

    private static func quote(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
