import Foundation
import WaxCore
import WaxKeys
import WaxRSA
import WaxTransport
import Waxwing

/// Where the passphrase of a key comes from: a file, or the person in front of the terminal.
enum Passphrase {
    /// The option of every command that reads a private key.
    static let fileOption = CommandSpecification.Option(
        name: "passphrase-file", value: "FILE",
        help: "the passphrase of an encrypted key: the first line of FILE (asked for on a terminal otherwise)")

    /// How often a person may try.
    private static let tries = 3

    /// The passphrase that `--passphrase-file` names, if it is given.
    static func fromFile(_ arguments: Arguments) throws -> SecretBytes? {
        guard let path = arguments.value(fileOption.name) else { return nil }
        return try firstLine(of: path)
    }

    /// The first line of a file without its end.
    static func firstLine(of path: String) throws(CommandFailure) -> SecretBytes {
        var contents = try InputFile.read(path, atMost: 64 << 10)
        defer { wipe(&contents) }
        var end = contents.firstIndex(of: UInt8(ascii: "\n")) ?? contents.count
        if end > 0, contents[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard end > 0 else { throw CommandFailure("\(Terminal.escape(path)): the first line, the passphrase, is empty") }
        return SecretBytes(copying: contents.span.extracting(first: end))
    }

    /// Asks for the passphrase of a key that is encrypted.
    static func ask(for subject: String) throws -> SecretBytes {
        try read("Passphrase for \(Terminal.escape(subject)): ")
    }

    /// Asks for a new passphrase, twice.
    static func askForNew() throws -> SecretBytes {
        let first = try read("New passphrase: ")
        guard first.count > 0 else { throw CommandFailure("an empty passphrase protects nothing") }
        guard try read("The same again: ") == first else { throw CommandFailure("the two passphrases differ") }
        return first
    }

    private static func read(_ prompt: String) throws -> SecretBytes {
        // The terminal must not be left with what is typed unseen.
        let signals = Signals([SIGINT, SIGTERM, SIGHUP]) { number in
            ControllingTerminal.showInput()
            Signals.end(by: number)
        }
        defer { signals.stop() }
        do {
            guard let line = try ControllingTerminal.readSecret(prompt: prompt) else { throw CommandFailure("given up") }
            return line
        } catch let error as SystemError {
            throw CommandFailure("\(error); use --passphrase-file")
        }
    }

    /// Loads an identity; with the passphrase from the file that the options name, or else, if there is need of one, from
    /// a person.
    static func identity(from directory: String, _ arguments: Arguments) async throws -> Identity {
        var questions = Questions(subject: directory + "/" + Identity.privateFileName)
        var passphrase = try fromFile(arguments)
        while true {
            do {
                return try await Identity.load(from: directory, passphrase: passphrase)
            } catch {
                passphrase = try questions.answer(
                    to: error, isNeeded: error.code == .passphraseNeeded, isWrong: error.code == .wrongPassphrase)
            }
        }
    }

    /// Reads a private key in the same way.
    static func privateKey(
        in contents: [UInt8], isDER: Bool, path: String, _ arguments: Arguments
    ) throws -> RSA.PrivateKey {
        var questions = Questions(subject: path)
        var passphrase = try fromFile(arguments)
        while true {
            do {
                return
                    try isDER
                    ? RSA.PrivateKey(derRepresentation: contents.span, passphrase: passphrase)
                    : RSA.PrivateKey(pemRepresentation: contents.span, passphrase: passphrase)
            } catch {
                passphrase = try questions.answer(
                    to: error, isNeeded: error == .passphraseNeeded, isWrong: error == .decryptionFailed)
            }
        }
    }

    /// Asks a person for the passphrase of one key, and again if it was wrong.
    private struct Questions {
        let subject: String
        private var count = 0

        init(subject: String) { self.subject = subject }

        /// What is to be tried next; an error that no passphrase helps against is thrown on.
        mutating func answer(to error: any Error, isNeeded: Bool, isWrong: Bool) throws -> SecretBytes {
            let isRepeated = isWrong && count > 0 && count < Passphrase.tries
            guard isNeeded || isRepeated else { throw error }
            if isRepeated { Terminal.error("that is not the passphrase; try again") }
            count += 1
            return try Passphrase.ask(for: subject)
        }
    }
}
