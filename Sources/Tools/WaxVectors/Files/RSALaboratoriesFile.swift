import WaxCore

/// The vectors of RSA Laboratories for PKCS #1 v2.1, and what others write in the same form: examples under headings
/// such as `# Modulus:`, with the figures as rows of octets.
struct RSALaboratoriesFile {
    enum Scheme: String {
        case pss = "RSASSA-PSS"
        case pkcs1Signature = "RSASSA-PKCS1-v1_5"
        case oaep = "RSAES-OAEP"
        case pkcs1Encryption = "RSAES-PKCS1-v1_5"
    }

    /// One example: figures by names that are the same in all files.
    struct Example {
        let line: Int
        var key: [String: [UInt8]]
        var message: [UInt8]
        /// The salt of PSS, the seed of OAEP, the padding of version 1.5.
        var random: [UInt8]?
        /// The signature or the ciphertext.
        var result: [UInt8] = []
        /// The hash functions, where a heading such as `# OAEP Example 1 alg=sha224 mgf1=sha1` names them.
        var hash: String?
        var mgf1Hash: String?
    }

    let scheme: Scheme?
    private(set) var examples: [Example] = []

    init?(contents: [UInt8]) {
        let text = String(decoding: contents, as: UTF8.self)
        guard text.contains("# Modulus:"), text.contains("# Prime 1:") else { return nil }
        let schemes: [(String, Scheme)] = [
            ("# RSA-PSS signing", .pss), ("# PKCS#1 v1.5 signing", .pkcs1Signature),
            ("# PKCS#1 v1.5 encryption", .pkcs1Encryption), ("# RSA-OAEP encryption", .oaep),
            ("# OAEP Example", .oaep),
        ]
        scheme = schemes.first { text.contains($0.0) }?.1
        var parser = Parser()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            parser.take(line, number: index + 1)
        }
        parser.endFigure()
        examples = parser.examples
    }

    func run(into recorder: inout Recorder) {
        guard let scheme else {
            recorder.skip("RSA of a kind that is not known", count: max(1, examples.count))
            return
        }
        if examples.isEmpty { recorder.skip("no examples") }
        let runner = RSALaboratoriesRunner(scheme: scheme)
        for example in examples {
            recorder.run("line \(example.line)", of: scheme.rawValue) { _ in try runner.check(example) }
        }
    }
}

extension RSALaboratoriesFile {
    /// Puts keys and examples together from headings and figures.
    private struct Parser {
        private(set) var examples: [Example] = []
        private var heading = ""
        private var headingLine = 0
        private var digits = ""
        private var key: [String: [UInt8]] = [:]
        private var open: Example?
        private var hash: String?
        private var mgf1Hash: String?

        mutating func take(_ line: Substring, number: Int) {
            if line.first == "#" {
                endFigure()
                let text = line.drop { $0 == "#" || $0 == " " }.lowercased()
                heading = String(text.reversed().drop { " :\t\r".contains($0) }.reversed())
                headingLine = number
                if heading.contains("example") { (hash, mgf1Hash) = (named("alg="), named("mgf1=")) }
            } else if line.allSatisfy({ $0.isHexDigit || $0.isWhitespace }) {
                digits += line.filter(\.isHexDigit)
            }
        }

        private func named(_ name: String) -> String? {
            heading.split(separator: " ").first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
        }

        /// Takes what has come since the last heading.
        mutating func endFigure() {
            defer { digits = "" }
            guard let figure = try? Hex.decode(digits.utf8.count % 2 == 0 ? digits : "0" + digits) else { return }
            switch heading {
            // The key is written down twice, once for each half.
            case "modulus" where figure != key["n"]: key = ["n": figure]
            case "exponent": key[key["e"] == nil ? "e" : "d"] = figure
            case "public exponent": key["e"] = figure
            case "private exponent": key["d"] = figure
            case "prime 1": key["p"] = figure
            case "prime 2": key["q"] = figure
            case "prime exponent 1": key["dP"] = figure
            case "prime exponent 2": key["dQ"] = figure
            case "coefficient": key["qInv"] = figure
            case "message", "message to be signed", "message to be encrypted":
                open = Example(line: headingLine, key: key, message: figure, hash: hash, mgf1Hash: mgf1Hash)
            case "seed", "salt":
                open?.random = figure
            case "signature", "encryption", "c, the ciphertext", "signature, the rsa decryption of em":
                guard var example = open else { return }
                example.result = figure
                examples.append(example)
                open = nil
            default: break
            }
        }
    }
}
