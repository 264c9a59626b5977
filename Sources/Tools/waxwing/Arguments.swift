/// The command line was not understood; exit status 2.
struct UsageError: Error, Equatable {
    /// What is wrong, and how to put it right.
    let message: String
}

/// The words of a command line, sorted into options and operands by a specification.
///
/// An option is written `--name value` or `--name=value`; `--` ends the options. Options and operands may
/// come in any order.
struct Arguments: Sendable {
    private var values: [String: [String]] = [:]

    /// The words that are not options, in order.
    private(set) var operands: [String] = []

    /// Sorts the words that follow the name of the command.
    init(_ words: [String], for command: CommandSpecification) throws(UsageError) {
        let known = Dictionary(
            uniqueKeysWithValues: (command.options + CommandSpecification.common).map { ($0.name, $0) })
        let hint = "; see: waxwing \(command.name) --help"
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            if let name = command.digits, word.wholeMatch(of: /-[0-9]/) != nil {
                guard values[name] == nil else { throw UsageError(message: "--\(name) is given twice\(hint)") }
                values[name] = [String(word.dropFirst())]
                continue
            }
            if word == "-h" {
                values["help"] = [""]
                continue
            }
            if let name = command.digits, word.wholeMatch(of: /-[0-9]+/) != nil {
                throw UsageError(message: "\(word) is none of -0 to -9, for which --\(name) stands too\(hint)")
            }
            guard word.hasPrefix("--") else { throw UsageError(message: "there is no option \(word)\(hint)") }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = known[name] else { throw UsageError(message: "there is no option --\(name)\(hint)") }
            guard option.repeats || values[name] == nil else {
                throw UsageError(message: "--\(name) is given twice\(hint)")
            }
            if let valueName = option.value {
                guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageError(message: "--\(name) needs a value (\(valueName))\(hint)")
                }
                values[name, default: []].append(value)
            } else {
                guard parts.count == 1 else { throw UsageError(message: "--\(name) takes no value\(hint)") }
                values[name] = [""]
            }
        }
        if has("help") { return }
        guard command.operands.contains(operands.count) else {
            let problem = operands.count < command.operands.lowerBound ? "something is missing" : "there is too much"
            throw UsageError(message: "\(problem) on the command line\(hint)")
        }
    }

    /// Whether a switch or an option is given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of an option, if it is given.
    func value(_ name: String) -> String? { values[name]?.last }

    /// Every value of an option that may be repeated.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of an option that must be there.
    func required(_ name: String) throws(UsageError) -> String {
        guard let value = value(name) else { throw UsageError(message: "--\(name) is needed") }
        return value
    }

    /// The value of an option as a number within a range.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                message: "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// Refuses options that exclude each other, and a choice not made.
    func exactlyOne(of names: [String]) throws(UsageError) -> String {
        let given = names.filter(has)
        guard given.count == 1, let name = given.first else {
            let list = names.map { "--\($0)" }.joined(separator: ", ")
            throw UsageError(message: given.isEmpty ? "one of \(list) is needed" : "only one of \(list) can be given")
        }
        return name
    }
}
