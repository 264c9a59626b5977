import Testing

@Suite("Rules for the code")
struct CodeTests {
    private typealias Rule = @Sendable (SourceFile) -> [Violation]

    private func check(_ rule: Rule) throws {
        for file in try SourceTree.sources.get() {
            for violation in rule(file) { Issue.record("\(violation)") }
        }
    }

    private func file(_ text: String, layer: String = "Formats") -> SourceFile {
        SourceFile(
            path: "Sources/\(layer)/WaxKeys/File.swift", text: text, targets: [Target(name: "WaxKeys", layer: layer)])
    }

    @Test("Nothing that stops the process")
    func traps() throws {
        try check(CodeRules.traps)
        for text in [
            "fatalError()", "Swift.fatalError(\"x\")", "let x = try! f()", "let y = z as! Int", "assert(x > 0)",
            "assertionFailure()",
        ] {
            #expect(CodeRules.traps(in: file(text)).count == 1, "\(text)")
        }
        #expect(CodeRules.traps(in: file("// fatalError\nlet x = \"try! as!\"; precondition(x)")) == [])
    }

    @Test("No library prints or exits")
    func output() throws {
        try check(CodeRules.output)
        for text in ["print(x)", "  debugPrint(x)", "{ print(\"x\") }", "exit(1)", "abort()"] {
            #expect(CodeRules.output(in: file(text, layer: "Runtime")).count == 1, "\(text)")
            let count = text.contains("rint") ? 1 : 0
            #expect(CodeRules.output(in: file(text, layer: "Formats")).count == count, "\(text)")
            #expect(CodeRules.output(in: file(text, layer: "Tools")) == [])
        }
        #expect(CodeRules.output(in: file("f.print(x); fingerprint(x); // print(x)", layer: "Runtime")) == [])
    }

    @Test("Nothing left for later")
    func leftovers() throws {
        try check(CodeRules.leftovers)
        #expect(CodeRules.leftovers(in: file("let x = 1\n// TODO: more")).map(\.line) == [2])
        #expect(CodeRules.leftovers(in: file("// see FIXME")).count == 1)
    }

    @Test("No public names on types of the standard library")
    func publicExtensions() throws {
        try check(CodeRules.publicExtensions)
        for text in [
            "public extension Array { func f() {} }",
            "extension [UInt8] {\n    func f() { if true {} }\n    public func g() {}\n}",
            "extension String: P { public var x: Int { 1 } }",
            "extension Array where Element == UInt8 { public func f() {} }",
        ] {
            #expect(CodeRules.publicExtensions(in: file(text)).count == 1, "\(text)")
        }
        let harmless = "extension [UInt8] { package func f() {} }\npublic func g() {}"
        #expect(CodeRules.publicExtensions(in: file(harmless)) == [])
        #expect(CodeRules.publicExtensions(in: file("extension Strings { public func f() {} }")) == [])
    }

    @Test("No file over five hundred lines without a reason")
    func size() throws {
        try check { CodeRules.size(of: $0) }
        let long = file(String(repeating: "// line\n", count: 600))
        #expect(CodeRules.size(of: long).count == 1)
        #expect(CodeRules.size(of: long, exceptions: [long.path: "a table"]) == [])
        let paths = try SourceTree.sources.get().filter { CodeRules.size(of: $0, exceptions: [:]) != [] }.map(\.path)
        #expect(Set(CodeRules.largeFiles.keys).isSubset(of: paths), "an entry of the list is not needed any more")
    }
}
