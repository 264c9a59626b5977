/// The public functions of a Swift source that take a span, read from the source itself.
///
/// It is not a parser of Swift: it knows what the layout of a type is, passes over what stands in other braces, and has
/// to find the same as the compiler writes into its symbol graphs. An initialiser is called `init`, as in DocC.
struct SpanFunctions {
    /// Such as `AES.GCM.Context.seal(_:nonce:authenticating:tag:)`.
    private(set) var names: Set<String> = []

    private let code: [Character]
    private var position = 0
    /// Types that nobody outside the package sees, and extensions of them.
    private var hidden: Set<String> = []

    /// - Parameter code: Source without comments and without what stands in literals.
    init(in code: String) {
        self.code = Array(code)
        readMembers(of: [], isPublic: false)
        names = names.filter { name in !hidden.contains { name.hasPrefix($0 + ".") } }
    }

    private static let types: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension"]
    private static let functions: Set<String> = ["func", "init", "subscript"]
    private static let others: Set<String> = ["var", "let", "case", "typealias", "associatedtype", "import", "deinit"]

    /// Reads up to the brace that ends a type, or to the end.
    private mutating func readMembers(of path: [String], isPublic: Bool) {
        var modifiers: Set<String> = []
        while let character = peek {
            switch character {
            case "}":
                position += 1
                return
            case "{", "(", "[":
                skipBracket()
            case "`":
                repeat { position += 1 } while peek != nil && peek != "`"
                position += 1
            case "." where follows { $0.isLetter }:
                // A member of something, whatever it is called.
                position += 1
                _ = readWord()
            case _ where character.isLetter || character == "_":
                let word = readWord()
                if Self.types.contains(word), let name = nameAhead() {
                    readType(word, name, in: path, modifiers, isPublic: isPublic)
                    modifiers = []
                } else if Self.functions.contains(word) {
                    readFunction(word, in: path, isPublic: isPublic || !modifiers.isDisjoint(with: ["public", "open"]))
                    modifiers = []
                } else if Self.others.contains(word) {
                    modifiers = []
                } else {
                    modifiers.insert(word)
                }
            default:
                position += 1
            }
        }
    }

    private mutating func readType(
        _ kind: String, _ name: String, in path: [String], _ modifiers: Set<String>, isPublic: Bool
    ) {
        while let character = peek, character != "{" { position += 1 }
        position += 1
        let declared = !modifiers.isDisjoint(with: ["public", "open"])
        let path = path + [name]
        if kind != "extension", !declared, !isPublic { hidden.insert(path.joined(separator: ".")) }
        // What a protocol asks for is as public as it is, and so are the members of a public extension.
        readMembers(of: path, isPublic: (kind == "protocol" || kind == "extension") && declared)
    }

    private mutating func readFunction(_ kind: String, in path: [String], isPublic: Bool) {
        var name = kind == "func" ? "" : kind
        while let character = peek, character != "(", character != "<" || name.isEmpty {
            if kind == "func", !character.isWhitespace { name.append(character) }
            position += 1
        }
        if peek == "<" { skipAngleBracket() }
        let start = position
        skipBracket()
        guard isPublic, position > start + 1 else { return }
        let parameters = Self.split(code[(start + 1)..<(position - 1)])
        guard parameters.contains(where: Self.isSpan) else { return }
        let labels = parameters.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "`" }) + ":" }
        names.insert((path + [name + "(" + labels.joined() + ")"]).joined(separator: "."))
    }

    /// The parameters between two parentheses.
    private static func split(_ text: ArraySlice<Character>) -> [String] {
        var parts = [""]
        var depth = 0
        var previous: Character = " "
        for character in text {
            if "([{<".contains(character) { depth += 1 }
            if ")]}".contains(character) || (character == ">" && previous != "-") { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
            previous = character
        }
        return parts.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }

    /// Whether a parameter is a span, and not, for instance, a function that is given one.
    private static func isSpan(_ parameter: String) -> Bool {
        guard let colon = parameter.firstIndex(of: ":") else { return false }
        let words = parameter[parameter.index(after: colon)...].split(whereSeparator: \.isWhitespace)
        let type = words.first { !["inout", "borrowing", "consuming", "sending"].contains($0) && !$0.hasPrefix("@") }
        return type.map { $0.prefixMatch(of: /(?:Mutable|Output)?(?:Raw)?Span\b/) != nil } ?? false
    }

    private var peek: Character? { position < code.count ? code[position] : nil }

    private func follows(_ condition: (Character) -> Bool) -> Bool {
        position + 1 < code.count && condition(code[position + 1])
    }

    private mutating func readWord() -> String {
        let start = position
        while let character = peek, character.isLetter || character.isNumber || character == "_" { position += 1 }
        return String(code[start..<position])
    }

    /// The name of a type that is declared or extended here, if that is what stands here.
    private mutating func nameAhead() -> String? {
        while peek == " " { position += 1 }
        let start = position
        while let character = peek, character.isLetter || character.isNumber || character == "_" || character == "." {
            position += 1
        }
        let name = String(code[start..<position])
        // `class func` is no type.
        guard Self.functions.contains(name) || Self.others.contains(name) else { return name }
        position = start
        return nil
    }

    /// Passes over what stands between brackets, the brackets included.
    private mutating func skipBracket() {
        var depth = 0
        while let character = peek {
            position += 1
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if depth == 0 { return }
        }
    }

    /// Passes over the parameters of a generic function.
    private mutating func skipAngleBracket() {
        var depth = 0
        while let character = peek {
            position += 1
            if character == "<" { depth += 1 }
            if character == ">", code[position - 2] != "-" { depth -= 1 }
            if depth == 0 { return }
        }
    }
}
