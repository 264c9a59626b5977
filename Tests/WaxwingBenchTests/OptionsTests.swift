import Testing

@testable import WaxwingBench

@Suite("The command line of the benchmark")
struct OptionsTests {
    @Test("Every option reaches its place, in both spellings")
    func all() throws {
        let options = try Options([
            "--only", "sha-256", "--only=aes", "--backend", "bitsliced4", "--bytes", "64", "--bytes=1024",
            "--seconds", "0.25", "--rounds", "3", "--against", "openssl,zlib", "--json", "--svg", "a.svg",
        ])
        #expect(options.only == ["sha-256", "aes"])
        #expect(options.backends == ["bitsliced4"])
        #expect(options.sizes == [64, 1024])
        #expect(options.seconds == 0.25)
        #expect(options.rounds == 3)
        #expect(options.peers == ["openssl", "zlib"])
        #expect(options.json && !options.list)
        #expect(options.picture == "a.svg")
    }

    @Test("What makes no sense is refused", arguments: [
        ["--fast"], ["x"], ["--only"], ["--only="], ["--bytes", "-1"], ["--bytes", "many"], ["--seconds", "0"],
        ["--seconds", "nan"], ["--rounds", "0"], ["--against", "nobody"], ["--against", ","], ["--json=yes"], ["--count", "-1"],
    ])
    func refused(words: [String]) {
        #expect(throws: UsageError.self) { try Options(words) }
    }

    @Test("A whole name means one row, the beginning of names means all of them")
    func selection() throws {
        func names(_ words: [String]) throws -> Set<String> {
            let options = try Options(words)
            return Set(Catalogue.benchmarks(sizes: [16]).filter(options.wants).map(\.row.name))
        }
        #expect(try names(["--only", "sha-256"]) == ["sha-256"])
        #expect(try names(["--only", "sha"]).isSuperset(of: ["sha-256", "sha-384", "sha-512", "sha-256-tree"]))
        #expect(try names(["--only", "rsa-2048", "--only", "x25519"])
            == [
                "rsa-2048-sign", "rsa-2048-verify", "rsa-2048-keygen", "rsa-2048-pkcs1-sign", "rsa-2048-pkcs1-verify",
                "rsa-2048-oaep-encrypt", "rsa-2048-oaep-decrypt", "x25519",
            ])
        #expect(try names(["--only", "nothing"]).isEmpty)
        #expect(try names(["--backend", "bitsliced4"]).contains("aes-128-gcm-seal"))
        #expect(try !names(["--backend", "bitsliced4"]).contains("sha-256"))
        #expect(try Instructions.main.filter(Options(["--only", "sha"]).wants).map(\.name) == ["sha-256", "sha-512"])
    }
}
