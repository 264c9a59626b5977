import Foundation

/// The command line of Waxwing: picks the subcommand and turns what it throws into one line and a status.
@main
enum Main {
    static let commands: [any Command.Type] = [
        DemoCommand.self, KeygenCommand.self, FingerprintCommand.self, ServeCommand.self, SendCommand.self,
        CompressCommand.self, DecompressCommand.self, DigestCommand.self, VectorsCommand.self,
    ]

    static func main() async {
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
        if ["help", "--help", "-h"].contains(name) {
            print(overview)
            return .done
        }
        guard let command = commands.first(where: { $0.specification.name == name }) else {
            Terminal.error("there is no command '\(Terminal.escape(name))'; see: waxwing --help")
            return .usage
        }
        do {
            let arguments = try Arguments(Array(words.dropFirst()), for: command.specification)
            if arguments.has("help") {
                print(command.specification.help)
                return .done
            }
            return try await command.run(arguments)
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
