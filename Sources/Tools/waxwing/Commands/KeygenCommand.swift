import Waxwing

/// Makes an identity.
enum KeygenCommand: Command {
    static let specification = CommandSpecification(
        name: "keygen", summary: "Makes an identity: a private key and the public line to give to others.",
        usage: ["[--bits N] [--out DIR]"],
        options: [
            .init(name: "bits", value: "N", help: "the size of the RSA key, 2048 to 8192 bits (3072)"),
            .init(name: "out", value: "DIR", help: "where the two files go; made if it is not there (.)"),
            .init(name: "force", help: "replace an identity that is there already"),
        ],
        operands: 0...0,
        notes: [
            """
            identity.pem is the private key (PKCS#8, mode 0600): whoever has it is you. identity.pub is one line in the
            form of OpenSSH, which belongs into the authorized_keys of others.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let bits = try arguments.integer("bits", in: 2048...8192) ?? Identity.usualBitCount
        let directory = arguments.value("out") ?? "."
        let terminal = Terminal(arguments)
        let identity = try await Identity.generate(bits: bits)
        try await identity.save(to: directory, replacing: arguments.has("force"))
        let shown = Terminal.escape(directory)
        terminal.result(
            """
            \(identity.fingerprint)
            wrote \(shown)/\(Identity.privateFileName) and \(shown)/\(Identity.publicFileName)
            """,
            ["fingerprint": .string(identity.fingerprint), "bits": .integer(bits), "directory": .string(directory)])
        return .done
    }
}
