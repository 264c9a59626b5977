import Testing

@Suite("Unsafe constructs")
struct UnsafeTests {
    @Test("They stand only in the files listed")
    func sources() throws {
        for file in try SourceTree.sources.get() {
            for violation in UnsafeRule.violations(in: file) { Issue.record("\(violation)") }
        }
    }

    @Test("Every file on the list needs to be there, and says why")
    func list() throws {
        #expect(UnsafeRule.staleExceptions(try SourceTree.sources.get()) == [])
        #expect(UnsafeRule.exceptions.allSatisfy { !$0.reason.isEmpty })
        #expect(Set(UnsafeRule.exceptions.map { "\($0.path) \($0.allowance)" }).count == UnsafeRule.exceptions.count)
    }

    private func file(_ text: String) -> SourceFile {
        SourceFile(path: "Sources/Formats/WaxKeys/File.swift", text: text, targets: [])
    }

    @Test("The rule finds what it is there for", arguments: [
        "let x = unsafe f()",
        "var p: UnsafeMutablePointer<UInt8>?",
        "func f(_ p: UnsafeRawBufferPointer) {}",
        "array.withUnsafeBytes { _ in }",
        "@unsafe func f() {}",
        "let y = unsafeBitCast(x, to: Int.self)",
        "let y = Swift.unsafeBitCast(x, to: Int.self)",
        "nonisolated(unsafe) var counter = 0",
        "final class C: @unchecked Sendable {}",
        "final class C: @unchecked  Sendable {}",
        "let o = Unmanaged.passRetained(c)",
        "@_silgen_name(\"getpid\") func f() -> Int32",
        "@_extern(c, \"getpid\") func f() -> Int32",
        "let b = span[unchecked: 3]",
        "print(\"\\(unsafe f())\")",
    ])
    func planted(text: String) {
        #expect(!UnsafeRule.violations(in: file(text)).isEmpty)
    }

    @Test("Words of prose and names that merely sound like it are left alone", arguments: [
        "// unsafe, UnsafePointer",
        "/* withUnsafeBytes /* nested */ unsafe */",
        "let text = \"unsafe \\(count) UnsafePointer\"",
        "let text = #\"unsafe \"quoted\" \\(unsafe)\"#",
        "let isUnsafe = safe(unsafely: true)",
    ])
    func prose(text: String) {
        #expect(UnsafeRule.violations(in: file(text)) == [])
    }

    @Test("An exception allows what it names and nothing else")
    func allowances() {
        func violations(_ text: String, _ allowance: UnsafeRule.Allowance) -> Int {
            let exception = UnsafeRule.Exception(path: file("").path, allowance: allowance, reason: "test")
            return UnsafeRule.violations(in: file(text), exceptions: [exception]).count
        }
        let accessor = "return unsafe _overrideLifetime(span, borrowing: self)"
        #expect(violations(accessor, .spanAccessors) == 0)
        #expect(violations("let p: UnsafeRawPointer", .spanAccessors) == 1)
        #expect(violations("let x = unsafe f()", .spanAccessors) == 1)
        #expect(violations("final class C: @unchecked Sendable {}", .uncheckedSendable) == 0)
        #expect(violations(accessor, .uncheckedSendable) == 2)
        #expect(violations("let x = unsafe UnsafeRawPointer(p)", .pointers) == 0)
    }

    @Test("An entry that nothing needs any more is found")
    func stale() {
        let exceptions = [UnsafeRule.Exception(path: file("").path, allowance: .pointers, reason: "test")]
        #expect(UnsafeRule.staleExceptions([file("let x = 1")], exceptions: exceptions) == [file("").path])
        #expect(UnsafeRule.staleExceptions([], exceptions: exceptions) == [file("").path])
        #expect(UnsafeRule.staleExceptions([file("unsafe f()")], exceptions: exceptions) == [])
    }
}
