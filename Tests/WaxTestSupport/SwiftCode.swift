/// Swift source without its comments and without the text in its string literals, so that a rule about code does not
/// find words of prose. Lines stay where they are; what is inside `\(…)` counts as code.
public enum SwiftCode {
    /// The code in a source.
    public static func code(of source: String) -> String {
        var lexer = Lexer(Array(source.utf8))
        lexer.readCode(until: nil)
        return String(decoding: lexer.output, as: UTF8.self)
    }

    private struct Lexer {
        private let input: [UInt8]
        private var position = 0
        private(set) var output: [UInt8] = []

        init(_ input: [UInt8]) {
            self.input = input
            output.reserveCapacity(input.count)
        }

        /// Reads code to the end of the source, or to the parenthesis that ends an interpolation.
        mutating func readCode(until end: UInt8?) {
            var depth = 0
            while position < input.count {
                let byte = input[position]
                switch byte {
                case UInt8(ascii: "/") where starts(with: "//"):
                    while position < input.count, input[position] != UInt8(ascii: "\n") { position += 1 }
                    continue
                case UInt8(ascii: "/") where starts(with: "/*"):
                    readBlockComment()
                    continue
                case UInt8(ascii: "\""), UInt8(ascii: "#"):
                    guard let hashes = hashesOfLiteral() else { break }
                    readLiteral(hashes: hashes)
                    continue
                case UInt8(ascii: "("):
                    depth += 1
                case UInt8(ascii: ")"):
                    if depth == 0, end == byte { return }
                    depth -= 1
                default:
                    break
                }
                output.append(byte)
                position += 1
            }
        }

        private func starts(with text: String) -> Bool { input[position...].starts(with: text.utf8) }

        /// The number of `#` before a literal that begins here, or nil if none does.
        private func hashesOfLiteral() -> Int? {
            var index = position
            while index < input.count, input[index] == UInt8(ascii: "#") { index += 1 }
            guard index < input.count, input[index] == UInt8(ascii: "\"") else { return nil }
            return index - position
        }

        private mutating func keepLine() {
            if input[position] == UInt8(ascii: "\n") { output.append(UInt8(ascii: "\n")) }
            position += 1
        }

        private mutating func readBlockComment() {
            var depth = 0
            repeat {
                if starts(with: "/*") {
                    depth += 1
                    position += 2
                } else if starts(with: "*/") {
                    depth -= 1
                    position += 2
                } else {
                    keepLine()
                }
            } while depth > 0 && position < input.count
        }

        private mutating func readLiteral(hashes: Int) {
            let pounds = String(repeating: "#", count: hashes)
            position += hashes
            let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
            position += quote.utf8.count
            output.append(UInt8(ascii: "\""))
            while position < input.count, !starts(with: quote + pounds) {
                if starts(with: "\\" + pounds + "(") {
                    position += 2 + hashes
                    output.append(UInt8(ascii: "("))
                    readCode(until: UInt8(ascii: ")"))
                    output.append(UInt8(ascii: ")"))
                    position += 1
                } else if starts(with: "\\" + pounds) {
                    position += 1 + hashes
                    if position < input.count { keepLine() }
                } else {
                    keepLine()
                }
            }
            position = min(input.count, position + quote.utf8.count + hashes)
            output.append(UInt8(ascii: "\""))
        }
    }
}
