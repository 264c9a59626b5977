import Testing

@testable import WaxwingCommand

@Suite("Command line arguments")
struct ArgumentsTests {
    static let command = CommandSpecification(
        name: "test", summary: "A command.", usage: ["[--size N] FILE…"],
        options: [
            .init(name: "size", value: "N", help: "a number"),
            .init(name: "tag", value: "S", help: "a text", repeats: true),
            .init(name: "fast", help: "a switch"),
        ], operands: 1...2)

    @Test("Options and operands come in any order and in both forms")
    func forms() throws {
        for words in [["--size", "3", "--fast", "file"], ["file", "--fast", "--size=3"], ["--fast", "--size=3", "--", "file"]] {
            let arguments = try Arguments(words, for: Self.command)
            #expect(try arguments.integer("size", in: 1...5) == 3)
            #expect(arguments.has("fast"))
            #expect(!arguments.has("tag"))
            #expect(arguments.operands == ["file"])
        }
        let repeated = try Arguments(["--tag", "a", "--tag=", "x", "-"], for: Self.command)
        #expect(repeated.all("tag") == ["a", ""])
        #expect(repeated.operands == ["x", "-"])
        #expect(try Arguments(["--", "--size"], for: Self.command).operands == ["--size"])
    }

    @Test(
        "What is not understood is refused with a hint",
        arguments: [
            (["--nothing", "file"], "there is no option --nothing"),
            (["-x", "file"], "there is no option -x"),
            (["--size"], "--size needs a value"),
            (["--fast=yes", "file"], "--fast takes no value"),
            (["--size=1", "--size=2", "file"], "--size is given twice"),
            ([], "something is missing"),
            (["a", "b", "c"], "there is too much"),
        ])
    func refusals(words: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try Arguments(words, for: Self.command) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("waxwing test --help") == true)
    }

    @Test("Numbers outside of the range are refused, and so are texts")
    func numbers() throws {
        for text in ["0", "6", "-1", "x", "", "99999999999999999999"] {
            let arguments = try Arguments(["--size=\(text)", "file"], for: Self.command)
            #expect(throws: UsageError.self) { try arguments.integer("size", in: 1...5) }
        }
        #expect(try Arguments(["file"], for: Self.command).integer("size", in: 1...5) == nil)
    }

    @Test("One of several options")
    func choice() throws {
        let one = try Arguments(["--fast", "file"], for: Self.command)
        #expect(try one.exactlyOne(of: ["fast", "tag"]) == "fast")
        let both = try Arguments(["--fast", "--tag=x", "file"], for: Self.command)
        #expect(throws: UsageError(message: "only one of --fast, --tag can be given")) {
            try both.exactlyOne(of: ["fast", "tag"])
        }
        let none = try Arguments(["file"], for: Self.command)
        #expect(throws: UsageError(message: "one of --fast, --tag is needed")) {
            try none.exactlyOne(of: ["fast", "tag"])
        }
        #expect(throws: UsageError(message: "--size is needed")) { try none.required("size") }
    }

    @Test("--help does not ask for operands, and lists every option")
    func help() throws {
        #expect(try Arguments(["--help"], for: Self.command).has("help"))
        for word in ["--size N", "--tag S", "--fast", "--json", "--quiet", "--help", "usage: waxwing test [--size N] FILE…"] {
            #expect(Self.command.help.contains(word))
        }
    }
}
