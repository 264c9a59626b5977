import Waxwing

/// Makes an identity.
enum KeygenCommand: Command {
    static let specification = CommandSpecification(
        name: "keygen", summary: "Makes an identity: a private key and the public line to give to others.",
        usage: ["[--bits N] [--out DIR] [--passphrase | --passphrase-file FILE]"],
        options: [
            .init(name: "bits", value: "N", help: "the size of the RSA key, 2048 to 8192 bits (3072)"),
            .init(name: "out", value: "DIR", help: "where the two files go; made if it is not there (.)"),
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
        let directory = arguments.value("out") ?? "."
        let terminal = Terminal(arguments)
        // Before the key is made, which takes its time.
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

    private static func passphrase(_ arguments: Arguments) throws -> SecretBytes? {
        guard arguments.has("passphrase") else { return try Passphrase.fromFile(arguments) }
        guard !arguments.has(Passphrase.fileOption.name) else {
            throw UsageError(message: "only one of --passphrase, --passphrase-file can be given")
        }
        return try Passphrase.askForNew()
    }
}
