import Foundation
import WaxKeys
import WaxRSA

/// Prints fingerprints of keys in every form that is read.
enum FingerprintCommand: Command {
    static let specification = CommandSpecification(
        name: "fingerprint", summary: "Prints the fingerprint of a key, as ssh-keygen -lf does.",
        usage: ["FILE"], options: [Passphrase.fileOption], operands: 1...1,
        notes: [
            """
            FILE holds public lines in the form of OpenSSH (identity.pub, authorized_keys), or a private or public
            key in PEM; or it is the folder of an identity. One line is printed for each key.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        var path = arguments.operands[0]
        if InputFile.isDirectory(path) == true { path += "/identity.pub" }
        let contents = try InputFile.read(path, atMost: 4 << 20)
        let terminal = Terminal(arguments)
        for (key, comment) in try keys(in: contents, path: path, arguments) {
            let text = "\(key.fingerprint)"
            terminal.result(
                text,
                ["fingerprint": .string(text), "bits": .integer(key.modulusBitCount), "comment": .string(comment)])
        }
        return .done
    }

    private static func keys(
        in contents: [UInt8], path: String, _ arguments: Arguments
    ) throws -> [(RSA.PublicKey, String)] {
        let name = Terminal.escape(path)
        if String(decoding: contents, as: UTF8.self).contains("-----BEGIN ") {
            do throws(KeyError) {
                return [(try RSA.PublicKey(pemRepresentation: contents.span), "")]
            } catch .unexpectedPEMLabel {
                do {
                    let key = try Passphrase.privateKey(in: contents, path: path, arguments)
                    return [(key.publicKey, "")]
                } catch let error as KeyError {
                    throw CommandFailure("\(name): \(error)")
                }
            } catch {
                throw CommandFailure("\(name): \(error)")
            }
        }
        let listed = try AuthorizedKeys(parsing: contents.span)
        for notice in listed.notices { Terminal.error("\(name): \(notice)") }
        guard !listed.entries.isEmpty else { throw CommandFailure("\(name): there is no RSA key in it") }
        return listed.entries.map { ($0.publicKey.key, $0.publicKey.comment) }
    }
}
