/// What a subcommand is called, what it takes and what its help says.
struct CommandSpecification: Sendable {
    /// The word after `waxwing`.
    let name: String
    /// One line for the list of commands.
    let summary: String
    /// The forms in which the command can be written, without `waxwing NAME`.
    let usage: [String]
    /// Options beside the common ones.
    let options: [Option]
    /// How many words that are not options there may be.
    let operands: ClosedRange<Int>
    /// Paragraphs under the list of options.
    var notes: [String] = []
    /// The option that a single digit such as `-9` stands for, if any.
    var digits: String?

    /// One long option.
    struct Option: Sendable {
        /// The name without the dashes.
        let name: String
        /// What the value is called in the help; nil for a switch.
        var value: String?
        /// One line.
        let help: String
        /// Whether it may be given more than once.
        var repeats = false
    }

    /// Options that every command has.
    static let common: [Option] = [
        Option(name: "json", help: "print results as one JSON object a line"),
        Option(name: "quiet", help: "print nothing but errors"),
        Option(name: "help", help: "show this help"),
    ]

    /// The text for `--help`.
    var help: String {
        let listed = options + Self.common
        let labels = listed.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
        let width = (labels.map(\.count).max() ?? 0) + 2
        var lines = ["\(summary)", ""]
        for (index, form) in usage.enumerated() {
            lines.append((index == 0 ? "usage: " : "       ") + "waxwing \(name) \(form)")
        }
        lines += ["", "options:"]
        for (label, option) in zip(labels, listed) {
            let padding = String(repeating: " ", count: width - label.count)
            lines.append("  \(label)\(padding)\(option.help)\(option.repeats ? " (may be repeated)" : "")")
        }
        for note in notes { lines += ["", note] }
        return lines.joined(separator: "\n")
    }
}
