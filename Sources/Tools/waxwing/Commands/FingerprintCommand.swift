import Foundation
import WaxKeys
import WaxRSA
import WaxTransport
import Waxwing

/// Prints fingerprints of keys in every form that is read.
enum FingerprintCommand: Command {
    static let specification = CommandSpecification(
        name: "fingerprint", summary: "Prints the fingerprint of a key, as ssh-keygen -lf does.",
        usage: ["FILE"], options: [Passphrase.fileOption], operands: 1...1,
        notes: [
            """
            FILE holds public lines in the form of OpenSSH (identity.pub, authorized_keys), or a private or public
            key in PEM or DER; or it is the folder of an identity. One line is printed for each key.
            """
        ])

    /// Keys that openssl writes under labels of their own.
    private static let otherKinds = [
        (label: "EC PARAMETERS", kind: "elliptic curves"), (label: "EC PRIVATE KEY", kind: "elliptic curves"),
        (label: "DSA PRIVATE KEY", kind: "DSA"), (label: "DSA PARAMETERS", kind: "DSA"),
    ]

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let path = try file(at: arguments.operands[0])
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

    /// The file meant: of the folder of an identity its public key, or else the private one, which holds it too.
    private static func file(at path: String) throws(CommandFailure) -> String {
        guard InputFile.isDirectory(path) else { return path }
        let directory = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in try Directory(path) }
        for name in [Identity.publicFileName, Identity.privateFileName] {
            let status = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
                try directory.status(of: name)
            }
            if status != nil { return path + "/" + name }
        }
        throw CommandFailure(
            "there is no \(Identity.publicFileName) or \(Identity.privateFileName) in \(CommandFailure.shown(path))")
    }

    /// How many lines that are no keys are reported one by one.
    private static let mostNotices = 5

    private static func keys(
        in contents: [UInt8], path: String, _ arguments: Arguments
    ) throws -> [(RSA.PublicKey, String)] {
        let name = Terminal.escape(path)
        let text = String(decoding: contents, as: UTF8.self)
        let isDER = looksLikeDER(contents)
        if isDER || text.contains("-----BEGIN ") {
            if let other = otherKinds.first(where: { text.contains("-----BEGIN \($0.label)-----") }) {
                throw CommandFailure("\(name) holds a key of \(other.kind); only RSA keys have a use here")
            }
            do {
                return [(try key(in: contents, isDER: isDER, path: path, arguments), "")]
            } catch let error as KeyError {
                throw CommandFailure("\(name): \(error)")
            }
        }
        let listed = try AuthorizedKeys(parsing: contents.span)
        for notice in listed.notices.prefix(mostNotices) { Terminal.error("\(name): \(notice)") }
        let rest = listed.notices.count - mostNotices
        if rest > 0 { Terminal.error("\(name): \(rest) more lines are no keys") }
        guard !listed.entries.isEmpty else { throw CommandFailure("\(name): there is no RSA key in it") }
        return listed.entries.map { ($0.publicKey.key, $0.publicKey.comment) }
    }

    /// A public key, or that of a private one: in PEM the label tells them apart.
    private static func key(
        in contents: [UInt8], isDER: Bool, path: String, _ arguments: Arguments
    ) throws -> RSA.PublicKey {
        if isDER { return try keyOfDER(contents, path: path, arguments) }
        do throws(KeyError) {
            return try RSA.PublicKey(pemRepresentation: contents.span)
        } catch .unexpectedPEMLabel {
            return try Passphrase.privateKey(in: contents, isDER: false, path: path, arguments).publicKey
        }
    }

    /// The same for DER, where the structure tells them apart.
    private static func keyOfDER(_ contents: [UInt8], path: String, _ arguments: Arguments) throws -> RSA.PublicKey {
        do {
            return try Passphrase.privateKey(in: contents, isDER: true, path: path, arguments).publicKey
        } catch KeyError.unexpectedPEMLabel(let label) where label.hasSuffix("PUBLIC KEY") {
            return try RSA.PublicKey(derRepresentation: contents)
        } catch let error as KeyError {
            guard case .invalidDER = error else { throw error }
            // A public key in PKCS#1 begins as no private key does.
            do throws(KeyError) {
                return try RSA.PublicKey(derRepresentation: contents)
            } catch .invalidDER {
                throw error
            }
        }
    }

    /// Whether it begins as DER does: a SEQUENCE whose length takes several bytes, or is that of the file.
    private static func looksLikeDER(_ contents: [UInt8]) -> Bool {
        contents.count >= 2 && contents[0] == 0x30 && (contents[1] >= 0x80 || Int(contents[1]) == contents.count - 2)
    }
}
