import Foundation
import WaxTransport

/// The command line of Waxwing: picks the subcommand and turns what it throws into one line and a status.
@main
enum Main {
    static let commands: [any Command.Type] = [
        DemoCommand.self, KeygenCommand.self, FingerprintCommand.self, ServeCommand.self, SendCommand.self,
        CompressCommand.self, DecompressCommand.self, DigestCommand.self, VectorsCommand.self,
    ]

    static func main() async {
        StandardStream.reserveAll()
        // A reader that went away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }

    /// Runs a command line, and says how it ended.
    static func run(_ words: [String]) async -> ExitStatus {
        guard let name = words.first else {
            Terminal.writeError(overview + "\n")
            return .usage
        }
        do {
            let status = try await run(name, Array(words.dropFirst()))
            try StandardOutput.check()
            return status
        } catch let error as UsageError {
            Terminal.error(error.message)
            return .usage
        } catch let error as CommandFailure {
            Terminal.error(error.message)
            return error.status
        } catch {
            let failure = CommandFailure(describing: error)
            Terminal.error(failure.message)
            return failure.status
        }
    }

    private static func run(_ name: String, _ words: [String]) async throws -> ExitStatus {
        if name == "--version" {
            StandardOutput.write("waxwing \(version)\n")
            return .done
        }
        let asksForHelp = ["help", "--help", "-h"].contains(name)
        guard let named = asksForHelp ? words.first : name else {
            StandardOutput.write(overview + "\n")
            return .done
        }
        guard let command = commands.first(where: { $0.specification.name == named }) else {
            throw UsageError(message: "there is no command '\(Terminal.escape(named))'; see: waxwing --help")
        }
        let arguments = try asksForHelp ? nil : Arguments(words, for: command.specification)
        guard let arguments, !arguments.has("help") else {
            StandardOutput.write(command.specification.help + "\n")
            return .done
        }
        return try await command.run(arguments)
    }

    /// The version that the README names.
    static let version = "0.2"

    private static var overview: String {
        let listed = commands.map { $0.specification }
        let width = listed.map { $0.name.count }.max() ?? 0
        let list = listed.map { command in
            "  " + command.name + String(repeating: " ", count: width + 2 - command.name.count) + command.summary
        }
        return """
            Sends data securely between machines.

            usage: waxwing COMMAND [OPTIONS]

            commands:
            \(list.joined(separator: "\n"))

            'waxwing COMMAND --help' says more about one of them.
            exit status: 0 done, 1 failed, 2 wrong usage, 3 not trusted or not authorised, 4 data altered on the way
            """
    }
}

/// A subcommand.
protocol Command: Sendable {
    /// Its name, options and help.
    static var specification: CommandSpecification { get }

    /// Does the work; what it throws becomes one line on standard error.
    static func run(_ arguments: Arguments) async throws -> ExitStatus
}
