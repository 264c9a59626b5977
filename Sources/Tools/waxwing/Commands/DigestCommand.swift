import Foundation
import WaxCore
import WaxSHA
import WaxTransport

/// Prints digests of files.
enum DigestCommand: Command {
    static let specification = CommandSpecification(
        name: "digest", summary: "Prints digests of files, as sha256sum and its kin do.",
        usage: ["ALGORITHM [FILE…]"], options: [], operands: 1...Int.max,
        notes: [
            """
            ALGORITHM is one of \(Algorithm.allCases.map(\.rawValue).joined(separator: ", ")).
            Without FILE, or where it is -, standard input is read. What is printed can be checked with
            sha256sum --check, or for another algorithm with its program: a name with a backslash or a line end in it
            is written with escapes, and the line begins with a backslash then.
            """,
            "Exit status 1 if a file could not be read; the others are printed all the same.",
        ])

    /// The functions by the name that the command line has for them.
    enum Algorithm: String, CaseIterable {
        case sha256, sha512, sha384, sha224
        case sha512_256 = "sha512-256"
        case sha512_224 = "sha512-224"
        case sha1

        /// Finds a function by a name in any common spelling: `SHA-512/256` is `sha512-256`.
        init?(spelling: String) {
            let plain = spelling.lowercased().replacing("_", with: "-").replacing("/", with: "-")
            self.init(rawValue: plain.hasPrefix("sha-") ? "sha" + plain.dropFirst(4) : plain)
        }

        var function: any HashFunction.Type {
            switch self {
            case .sha1: Insecure.SHA1.self
            case .sha224: SHA224.self
            case .sha256: SHA256.self
            case .sha384: SHA384.self
            case .sha512: SHA512.self
            case .sha512_224: SHA512_224.self
            case .sha512_256: SHA512_256.self
            }
        }
    }

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let name = arguments.operands[0]
        guard let algorithm = Algorithm(spelling: name) else {
            let known = Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(message: "there is no algorithm '\(Terminal.escape(name))', there are \(known)")
        }
        let files = arguments.operands.count == 1 ? ["-"] : Array(arguments.operands.dropFirst())
        let terminal = Terminal(arguments)
        var status = ExitStatus.done
        for file in files {
            do throws(SystemError) {
                let digest = Hex.encode(try algorithm.function.digest(ofFile: file))
                terminal.result(
                    line(digest, file),
                    [
                        "algorithm": .string(algorithm.rawValue), "digest": .string(digest), "file": .string(file),
                    ])
            } catch {
                Terminal.error("\(CommandFailure.shown(file)): \(CommandFailure.reason(error, file))")
                status = .failed
            }
        }
        return status
    }

    /// A line as coreutils write it: escapes where a name would break the line, and a mark in front then.
    static func line(_ digest: String, _ name: String) -> String {
        let escaped = name.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            default: String(scalar)
            }
        }.joined()
        return (escaped == name ? "" : "\\") + "\(digest)  \(escaped)"
    }
}

extension HashFunction {
    /// The digest of a file, or of standard input for `-`, read piece by piece.
    fileprivate static func digest(ofFile path: String) throws(SystemError) -> [UInt8] {
        let file = path == "-" ? try File(standard: .input) : try File(ofAnyKind: path)
        // A named pipe is read as sha256sum does it: from when somebody writes into it.
        if path != "-", try file.status().kind == .pipe { try file.waitForInput() }
        var hash = Self()
        try file.readAll { piece in
            hash.update(piece.span)
            return true
        }
        return [UInt8](hash.finalize())
    }
}
