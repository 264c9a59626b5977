import WaxTransport
import Waxwing

/// Makes an identity.
enum KeygenCommand: Command {
    static let specification = CommandSpecification(
        name: "keygen", summary: "Makes an identity: a private key and the public line to give to others.",
        usage: ["[--bits N] [--out DIR] [--passphrase | --passphrase-file FILE]"],
        options: [
            .init(name: "bits", value: "N", help: "the size of the RSA key, an even number of bits from 2048 to 8192 (3072)"),
            .init(name: "out", value: "DIR", help: "where the two files go; made if it is not there, but not the folders above it (.)"),
            .init(name: "passphrase", help: "encrypt the private key with a passphrase, asked for twice on the terminal"),
            .init(
                name: Passphrase.fileOption.name, value: "FILE",
                help: "encrypt the private key with a passphrase: the first line of FILE"),
            .init(name: "force", help: "replace an identity that is there already"),
        ],
        operands: 0...0,
        notes: [
            """
            identity.pem is the private key (PKCS#8, mode 0600): whoever has it is you. identity.pub is one line in the
            form of OpenSSH, which belongs into the authorized_keys of others.
            """,
            """
            With a passphrase the private key is encrypted: AES-256-CBC under PBKDF2 with HMAC-SHA-256 and 600 000 rounds
            (PBES2), which OpenSSL reads. serve and send then ask for it, or take --passphrase-file.
            """,
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let bits = try arguments.integer("bits", in: 2048...8192) ?? Identity.usualBitCount
        guard bits.isMultiple(of: 2) else {
            throw UsageError(message: "--bits takes an even number from 2048 to 8192, not '\(bits)'")
        }
        let directory = arguments.value("out") ?? "."
        let terminal = Terminal(arguments)
        // Before the key is made, which takes its time.
        try checkPlace(directory, replaces: arguments.has("force"))
        let passphrase = try passphrase(arguments)
        let identity = try await Identity.generate(bits: bits)
        try await identity.save(to: directory, passphrase: passphrase, replacing: arguments.has("force"))
        let shown = Terminal.escape(directory)
        terminal.result(
            """
            \(identity.fingerprint)
            wrote \(shown)/\(Identity.privateFileName) and \(shown)/\(Identity.publicFileName)
            """,
            ["fingerprint": .string(identity.fingerprint), "bits": .integer(bits), "directory": .string(directory)])
        return .done
    }

    /// Finds out why the files could not be written, as far as that can be known.
    private static func checkPlace(_ path: String, replaces: Bool) throws(CommandFailure) {
        let shown = CommandFailure.shown(path)
        let directory: Directory
        do throws(SystemError) {
            directory = try Directory(path)
        } catch {
            guard error.code == .notFound else { throw CommandFailure("cannot write into \(shown): \(error.reason)") }
            let parts = path.split(separator: "/").dropLast()
            let parent = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
            guard parent.isEmpty || InputFile.isDirectory(parent) else {
                throw CommandFailure("cannot make \(shown): there is no folder \(CommandFailure.shown(parent))")
            }
            return
        }
        let (hasKey, hasLine) = try CommandFailure.trying(to: "look into", path) { () throws(SystemError) in
            (
                try directory.status(of: Identity.privateFileName) != nil,
                try directory.status(of: Identity.publicFileName) != nil
            )
        }
        guard replaces || !hasKey else { throw CommandFailure("\(shown) holds an identity already; --force replaces it") }
        guard replaces || !hasLine else {
            throw CommandFailure("\(shown)/\(Identity.publicFileName) exists already; --force replaces it")
        }
    }

    private static func passphrase(_ arguments: Arguments) throws -> SecretBytes? {
        guard arguments.has("passphrase") else { return try Passphrase.fromFile(arguments) }
        guard !arguments.has(Passphrase.fileOption.name) else {
            throw UsageError(message: "only one of --passphrase, --passphrase-file can be given")
        }
        return try Passphrase.askForNew()
    }
}
