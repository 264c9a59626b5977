import Testing
import WaxTestSupport

@testable import WaxwingBench

@Suite("Other programs that are measured")
struct PeerTests {
    @Test("The command for OpenSSL does the work of the row", arguments: [
        ("aes-128-gcm-seal", 64, "openssl speed -evp aes-128-gcm -bytes 64 -seconds 1 -mr"),
        ("aes-256-gcm-open-array", 16, "openssl speed -decrypt -evp aes-256-gcm -bytes 16 -seconds 1 -mr"),
        ("aes-128-cbc-decrypt", 16, "openssl speed -decrypt -evp aes-128-cbc -bytes 16 -seconds 1 -mr"),
        ("aes-256-ctr", 16, "openssl speed -evp aes-256-ctr -bytes 16 -seconds 1 -mr"),
        ("sha-512", 16, "openssl speed -evp sha512 -bytes 16 -seconds 1 -mr"),
        ("sha-256-tree", 8 << 20, "openssl speed -evp sha256 -bytes 1048576 -seconds 1 -mr"),
        ("hmac-sha-256", 16, "openssl speed -hmac sha256 -bytes 16 -seconds 1 -mr"),
        ("sha-512-256", 16, "openssl speed -evp sha512-256 -bytes 16 -seconds 1 -mr"),
        ("rsa-2048-verify", nil, "openssl speed -seconds 1 -mr rsa2048"),
        ("rsa-2048-pkcs1-sign", nil, "openssl speed -seconds 1 -mr rsa2048"),
        ("rsa-2048-oaep-decrypt", nil, nil), ("hmac-sha-256-key", nil, nil), ("scrypt", nil, nil),
        ("x25519", nil, "openssl speed -seconds 1 -mr ecdhx25519"),
        ("aes-128-gcm-key", nil, nil), ("hkdf-sha-256", nil, nil), ("rsa-2048-keygen", nil, nil),
    ] as [(String, Int?, String?)])
    func commands(name: String, size: Int?, expected: String?) {
        let command = OpenSSLPeer().command(for: Row(name: name, byteCount: size), seconds: 0.2)
        #expect(command?.text == expected)
    }

    @Test("The machine-readable output of openssl speed is understood")
    func output() throws {
        func value(_ row: Row, _ output: String) -> Double? {
            OpenSSLPeer().command(for: row, seconds: 1)?.read(output)
        }
        #expect(value(Row(name: "sha-256", byteCount: 64), "+H:64\n+F:25:sha256:412063676.77\n") == 412.06367677)
        #expect(
            value(Row(name: "hmac-sha-256", byteCount: 64), "+H:16384\n+F:9:hmac(sha256):1770061824.00\n")
                == 1770.061824)
        let rsa = "+F2:2:2048:4133.000000:61860.000000"
        #expect(value(Row(name: "rsa-2048-sign"), rsa) == 4133)
        #expect(value(Row(name: "rsa-2048-verify"), rsa) == 61860)
        #expect(value(Row(name: "x25519"), "+F5:22:253:31889.000000:0.000031") == 31889)
        #expect(value(Row(name: "x25519"), "nothing of the kind") == nil)
    }

    @Test("A command is shown as a shell would take it")
    func quoting() {
        #expect(PeerCommand(words: ["a", "b c", "it's", ""]) { _ in nil }.text == "a 'b c' 'it'\\''s' ''")
        let command = PythonPeer.cryptography.command(for: Row(name: "sha-256", byteCount: 64), seconds: 0.5)
        #expect(command?.text == "python3 -c \"$(waxwing-bench --python-harness)\" cryptography sha-256 64 0.5")
    }

    @Test("A program that fails is an error with its last words")
    func failure() {
        #expect(throws: ChildProcess.Failure.self) { try ChildProcess.run(["no-such-program"]) }
        #expect {
            try ChildProcess.run(["sh", "-c", "echo first >&2; echo last >&2; exit 3"])
        } throws: { error in
            "\(error)" == "sh ended with status 3: last"
        }
    }

    @Test("The harness measures what it says it does",
        .enabled(if: Peer.pythonHas("cryptography"), "Python's cryptography is not installed"),
        arguments: [
            "aes-128-gcm-seal", "aes-256-gcm-open", "aes-128-cbc-encrypt", "aes-128-cbc-decrypt", "aes-128-ctr", "sha-384",
            "sha-512-256", "sha-1", "hmac-sha-256", "hkdf-sha-256", "pbkdf2-sha-512", "scrypt", "x25519",
            "rsa-2048-verify", "rsa-2048-pkcs1-verify", "rsa-2048-pkcs1-sign", "rsa-2048-oaep-encrypt",
            "rsa-2048-oaep-decrypt",
        ])
    func harness(work: String) throws {
        let size = work.hasPrefix("aes") || work.hasPrefix("sha") ? 1024 : nil
        try check(.cryptography, Row(name: work, byteCount: size))
    }

    @Test("So it does with zlib", .enabled(if: PythonPeer.zlib.isInstalled, "Python has no zlib"))
    func zlib() throws { try checkCompression(.zlib) }

    @Test("So it does with libdeflate",
        .enabled(if: PythonPeer.libdeflate.isInstalled, "Python's package deflate is not installed"))
    func libdeflate() throws { try checkCompression(.libdeflate) }

    @Test("So it does with zlib-ng",
        .enabled(if: PythonPeer.zlibNG.isInstalled, "Python's package zlib-ng is not installed"))
    func zlibNG() throws { try checkCompression(.zlibNG) }

    private func checkCompression(_ peer: PythonPeer) throws {
        for work in ["crc-32", "adler-32", "inflate", "deflate-1", "deflate-9"] {
            try check(peer, Row(name: work, byteCount: 10_000))
        }
        #expect(peer.command(for: Row(name: "sha-256", byteCount: 64), seconds: 1) == nil)
    }

    private func check(_ peer: PythonPeer, _ row: Row) throws {
        let command = try #require(peer.command(for: row, seconds: 0.01))
        let value = try #require(command.read(try ChildProcess.run(command.words).output))
        #expect(value > 0, "\(row.name)")
    }

    private struct Absent: WaxwingBench.Peer {
        let name = "absent"
        let isInstalled = false
        let installation = "a miracle"
        func command(for row: Row, seconds: Double) -> PeerCommand? { nil }
    }

    @Test("A peer that is not there is said so, with what it takes to have it")
    func missing() throws {
        #expect {
            try Peers.find(["absent"], among: [OpenSSLPeer(), Absent()])
        } throws: { error in
            "\(error)" == "the peer absent is not installed: it needs a miracle"
        }
        #expect(PythonPeer.libdeflate.installation.hasSuffix("python3 -m pip install deflate"))
        #expect(try Peers.find([]).isEmpty)
    }
}
