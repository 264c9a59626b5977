import Testing
import WaxCore
import WaxKeys
import WaxRSA
import WaxTestSupport

@Suite("authorized_keys")
struct AuthorizedKeysTests {
    typealias Option = AuthorizedKeys.Option

    static func key() throws -> String {
        try Sample.text("OpenSSH/rsa-nopsw.key.pub").split(separator: " ").prefix(2).joined(separator: " ")
    }

    @Test("Keys, options, comments and blank lines are read; other types are left out with a notice")
    func file() throws {
        let key = try Self.key()
        let ed25519 = try Sample.text("OpenSSH/ed25519-nopsw.key.pub")
        let text = """
            # a remark

            \(key) first
              restrict,command="/bin/echo \\"a, b\\" c",No-PTY \(key) second key
            \(ed25519.dropLast())
            \t# another remark
            cert-authority \(ed25519.dropLast())
            from="10.0.0.*,*.example",x@y.example="" \(key)
            """
        for variant in [text, text.replacing("\n", with: "\r\n"), text + "\n\n"] {
            let file = try AuthorizedKeys(parsing: variant)
            #expect(file.entries.map(\.line) == [3, 4, 8])
            #expect(file.entries.map(\.publicKey.comment) == ["first", "second key", ""])
            #expect(file.entries.allSatisfy { "\($0.publicKey)".hasPrefix(key) })
            #expect(
                file.entries.map(\.options) == [
                    [],
                    [
                        Option(name: "restrict", value: nil), Option(name: "command", value: "/bin/echo \"a, b\" c"),
                        Option(name: "no-pty", value: nil),
                    ],
                    [Option(name: "from", value: "10.0.0.*,*.example"), Option(name: "x@y.example", value: "")],
                ])
            #expect(file.notices.map(\.line) == [5, 7])
            #expect(file.notices.allSatisfy { $0.problem == .keyTypeNotSupported("ssh-ed25519") })
        }
    }

    @Test(
        "Every type of key that OpenSSH knows is recognised as one",
        arguments: [
            "rsa-nopsw.key-cert.pub", "ecdsa-nopsw.key.pub", "sk-ed25519-nopsw.key.pub", "ed25519-nopsw.key.pub",
        ])
    func otherTypes(name: String) throws {
        let line = try Sample.text("OpenSSH/" + name)
        let file = try AuthorizedKeys(parsing: line)
        let type = String(line.prefix { $0 != " " })
        #expect(file.entries.isEmpty && file.notices.map(\.problem) == [.keyTypeNotSupported(type)])
        #expect(
            file.notices.map(\.description) == [
                "line 1 is skipped: keys of type '\(type)' are not supported, only ssh-rsa"
            ])
    }

    @Test(
        "A malformed line is left out with a notice, and the others stay",
        arguments: [
            ("command=\"no end KEY", .malformedOptions), ("command=echo KEY", .malformedOptions),
            (",a KEY", .malformedOptions),
            ("a,,b KEY", .malformedOptions), ("a, KEY", .malformedOptions), ("a=\"x\"y KEY", .malformedOptions),
            ("=\"x\" KEY", .malformedOptions), ("é KEY", .malformedOptions), ("restrict", .missingKey),
            ("restrict ", .missingKey),
            ("command=\"a\\\" KEY", .malformedOptions), ("restrict KEY=", .invalidBase64),
            ("ssh-rsa AAAA", .malformedKey),
            ("restrict restrict KEY", .keyTypeNotSupported("restrict")), ("\u{0}KEY", .malformedOptions),
        ] as [(String, OpenSSHError)])
    func malformed(line: String, problem: OpenSSHError) throws {
        let key = try Self.key()
        let file = try AuthorizedKeys(parsing: "\(key) a\n\(line.replacing("KEY", with: key))\n\(key) b\n")
        #expect(file.entries.map(\.line) == [1, 3])
        #expect(file.notices.map(\.problem) == [problem] && file.notices.map(\.line) == [2])
    }

    @Test("Options are never lost: a restricted key is not read as an unrestricted one")
    func optionsAreNotLost() throws {
        let key = try Self.key()
        for option in ["restrict", "RESTRICT", "unheard-of", "a=\"\"", "expiry-time=\"20200101\"", "a=\"\\\\\""] {
            let file = try AuthorizedKeys(parsing: "\(option) \(key)")
            #expect(file.entries.allSatisfy { $0.options.count == 1 })
            #expect(file.entries.count + file.notices.count == 1)
        }
    }

    @Test("File and lines are limited")
    func limits() throws {
        let key = try Self.key()
        var limits = AuthorizedKeys.Limits()
        limits.lineByteCount = key.utf8.count
        let file = try AuthorizedKeys(parsing: "\(key)\n\(key) x\n  \(key)  \n# \(key)\n", limits: limits)
        #expect(file.entries.map(\.line) == [1, 3] && file.notices.map(\.problem) == [.lineTooLong])
        limits.fileByteCount = 10
        #expect(
            failure { () throws(OpenSSHError) in try AuthorizedKeys(parsing: key, limits: limits) } == .fileTooLarge)
        #expect(try AuthorizedKeys(parsing: "").entries.isEmpty)
    }

    @Test("After random changes a file gives keys and notices that account for every line")
    func mutations() throws {
        let text = Array("restrict,command=\"a\\\"b\" \(try Self.key()) comment".utf8)
        var random = SeededRandom(seed: 8)
        var accepted = 0
        for _ in 0..<4000 {
            var changed = text
            mutate(&changed, using: &random)
            let file = try AuthorizedKeys(parsing: changed.span)
            accepted += file.entries.count
            #expect(file.entries.count + file.notices.count <= 1 + changed.count { $0 == 0x0A })
        }
        #expect(accepted > 200 && accepted < 3900)
    }
}

@Suite("Known hosts")
struct KnownHostsTests {
    static func host(_ text: String) throws -> KnownHosts.Host { try KnownHosts.Host(text) }

    @Test("A file is read, looked up, changed and written with its remarks")
    func file() throws {
        let first = try OpenSSHPublicKey(Sample.text("OpenSSH/rsa-nopsw.key.pub"))
        let second = OpenSSHPublicKey(try Sample.publicKey())
        let text = "# servers\n\nExample.org:7000 \(first)\n[2001:db8::1]:22 \(second)\nexample.org:7000 \(second)\n"
        var hosts = try KnownHosts(parsing: text)
        #expect(hosts.entries.count == 3)
        #expect(try hosts.keys(of: Self.host("EXAMPLE.org:7000")) == [first.key, second.key])
        #expect(try hosts.keys(of: Self.host("[2001:DB8::1]:22")) == [second.key])
        #expect(try hosts.keys(of: Self.host("example.org:7001")).isEmpty)
        #expect(hosts.text == text.replacing("Example", with: "example"))

        let other = try Self.host("10.0.0.1:1")
        hosts.add(KnownHosts.Entry(host: other, publicKey: second))
        hosts.add(KnownHosts.Entry(host: other, publicKey: second))
        #expect(hosts.text.hasSuffix("\n10.0.0.1:1 \(second)\n") && hosts.entries.count == 4)
        #expect(try hosts.remove(Self.host("example.org:7000")) && !hosts.remove(Self.host("example.org:7000")))
        #expect(hosts.text == "# servers\n\n[2001:db8::1]:22 \(second)\n10.0.0.1:1 \(second)\n")
        #expect(try KnownHosts(parsing: hosts.text).entries == hosts.entries)
        #expect(KnownHosts().text == "")
    }

    @Test(
        "Hosts are plain names with a port",
        arguments: [
            ("a:1", "a:1"), ("A-b.c_d.:65535", "a-b.c_d.:65535"), ("[fe80::1%eth0]:0", "[fe80::1%eth0]:0"),
            ("[::]:80", "[::]:80"),
        ])
    func hosts(text: String, written: String) throws {
        #expect(try "\(Self.host(text))" == written)
    }

    @Test(
        "Other forms of a host are refused",
        arguments: [
            "", "a", ":1", "a:", "a:65536", "a:-1", "a:+1", "a:01", "a:1x", "::1:22", "[a]:22", "[]:22", "[::1]",
            "[::1:22", "*:22",
            "a,b:22", "|1|x=|y=:22", "!a:22", "a b:22", "@revoked:22", "ä:22", "\u{212A}:22", "[10.0.0.1]:22",
            "a:\u{661}",
        ])
    func refusedHosts(text: String) {
        #expect(failure { () throws(OpenSSHError) in try KnownHosts.Host(text) } == .invalidHost)
    }

    @Test(
        "A line that is not understood is an error with its number, never an unknown host",
        arguments: [
            ("example.org KEY", .invalidHost), ("*.example.org:1 KEY", .invalidHost), ("a:1", .missingKey),
            ("a:1 ssh-rsa", .missingKey),
            ("a:1 ssh-ed25519 AAAA", .keyTypeNotSupported("ssh-ed25519")), ("a:1 KEY=", .invalidBase64),
            ("@revoked a:1 KEY", .invalidHost),
            ("KEY", .invalidHost),
        ] as [(String, OpenSSHError)])
    func malformed(line: String, problem: OpenSSHError) throws {
        let key = try AuthorizedKeysTests.key()
        let text = "# remark\nb:1 \(key)\n\n\(line.replacing("KEY", with: key))\n"
        let error = failure { () throws(KnownHosts.ParsingError) in try KnownHosts(parsing: text) }
        #expect(error?.line == 4 && error?.problem == problem)
        #expect(error.map { "\($0)".hasPrefix("line 4: ") } == true)
    }

    @Test("Random changes give hosts or the declared error; what is accepted is written and read again")
    func mutations() throws {
        let text = Array("# x\nexample.org:7000 \(try AuthorizedKeysTests.key()) c\n".utf8)
        var random = SeededRandom(seed: 22)
        var accepted = 0
        for _ in 0..<3000 {
            var changed = text
            mutate(&changed, using: &random)
            guard let hosts = try? KnownHosts(parsing: changed.span) else { continue }
            accepted += 1
            #expect(try KnownHosts(parsing: hosts.text).entries == hosts.entries)
        }
        #expect(accepted > 100 && accepted < 2900)
        var limits = AuthorizedKeys.Limits()
        limits.fileByteCount = 20
        let tooLarge = failure { () throws(KnownHosts.ParsingError) in
            try KnownHosts(parsing: text.span, limits: limits)
        }
        #expect(tooLarge?.line == 0 && tooLarge?.problem == .fileTooLarge)
    }
}
