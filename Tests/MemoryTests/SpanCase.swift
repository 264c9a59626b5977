/// Functions that take spans, and something that calls them with spans beside forbidden pages.
struct SpanCase: Sendable, CustomStringConvertible {
    /// The functions, written as ``SpanFunctions`` writes them, with the module in front.
    let functions: [String]
    /// Calls them.
    let check: @Sendable () throws -> Void

    init(_ module: String, _ functions: [String], _ check: @escaping @Sendable () throws -> Void) {
        self.functions = functions.map { "\(module): \($0)" }
        self.check = check
    }

    var description: String { functions.joined(separator: ", ") }

    static let all: [SpanCase] =
        CoreSpans.all + HashSpans.all + DerivationSpans.all + CipherSpans.all + StreamSpans.all + DeflateSpans.all
        + RSASpans.all + EncodingSpans.all + KeySpans.all + WireSpans.all + NoiseSpans.all
}
