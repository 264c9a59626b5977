import Foundation

/// A package of Python, measured by a small program that ``PythonHarness`` holds.
///
/// `cryptography` brings an OpenSSL of its own, newer than that of most systems; `zlib` is in the standard library.
struct PythonPeer: Peer {
    let name: String
    private let module: String
    private let works: @Sendable (String) -> Bool

    static let cryptography = PythonPeer(name: "cryptography", module: "cryptography.hazmat.primitives") { work in
        let names = ["x25519", "x25519-keygen", "sha-256", "sha-384", "sha-512", "hmac-sha-256", "hkdf-sha-256"]
        return names.contains(work) || (work.hasPrefix("aes-") && !work.hasSuffix("-key"))
            || work.wholeMatch(of: /rsa-\d+-(sign|verify|keygen)/) != nil
    }

    static let zlib = PythonPeer(name: "zlib", module: "zlib") { work in
        ["crc-32", "adler-32", "inflate"].contains(work) || work.hasPrefix("deflate-")
    }

    var isInstalled: Bool {
        (try? ChildProcess.run(["python3", "-c", "import \(module)"])) != nil
    }

    func command(for row: Row, seconds: Double) -> PeerCommand? {
        guard works(row.work) else { return nil }
        let sample = SampleText.isUsed(by: row.work) ? SampleText.file(byteCount: row.byteCount ?? 0).map { [$0] } : []
        guard let sample else { return nil }
        return PeerCommand(
            words: ["python3", "-c", PythonHarness.text, row.work, String(row.byteCount ?? 0), String(seconds)] + sample,
            shown: [2: "\"$(waxwing-bench --python-harness)\""]
        ) { output in
            Double(output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
