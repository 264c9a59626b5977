import Foundation

/// A package of Python, measured by a small program that ``PythonHarness`` holds. The work is done by a library in C;
/// what a call from Python costs shows with short messages only.
struct PythonPeer: Peer {
    let name: String
    /// What is imported.
    private let module: String
    let installation: String
    private let works: @Sendable (String) -> Bool

    static let all: [PythonPeer] = [cryptography, zlib, libdeflate, zlibNG]

    /// Brings an OpenSSL of its own, newer than that of most systems.
    static let cryptography = PythonPeer(
        name: "cryptography", module: "cryptography.hazmat.primitives", package: "cryptography"
    ) { work in
        let names = ["x25519", "x25519-keygen", "hkdf-sha-256", "scrypt", "sha-512-256"]
        return names.contains(work) || (work.hasPrefix("aes-") && !work.hasSuffix("-key"))
            || work.wholeMatch(of: /(sha|hmac-sha|pbkdf2-sha)-\d+/) != nil
            || work.wholeMatch(of: /rsa-\d+-(keygen|(pkcs1-)?(sign|verify)|oaep-(encrypt|decrypt))/) != nil
    }

    /// The zlib of the system, which comes with Python.
    static let zlib = PythonPeer(name: "zlib", module: "zlib", package: nil, works: compression)

    /// libdeflate 1.
    static let libdeflate = PythonPeer(name: "libdeflate", module: "deflate", package: "deflate", works: compression)

    /// zlib-ng 2.
    static let zlibNG = PythonPeer(name: "zlib-ng", module: "zlib_ng.zlib_ng", package: "zlib-ng", works: compression)

    private static let compression: @Sendable (String) -> Bool = { work in
        ["crc-32", "adler-32", "inflate"].contains(work) || work.wholeMatch(of: /deflate-[1-9]/) != nil
    }

    private init(name: String, module: String, package: String?, works: @escaping @Sendable (String) -> Bool) {
        self.name = name
        self.module = module
        let python = "the program python3"
        self.installation = package.map { "\(python) and its package \($0): python3 -m pip install \($0)" } ?? python
        self.works = works
    }

    var isInstalled: Bool {
        (try? ChildProcess.run(["python3", "-c", "import \(module)"])) != nil
    }

    func command(for row: Row, seconds: Double) -> PeerCommand? {
        guard works(row.work) else { return nil }
        var input: [String] = []
        if SampleText.isUsed(by: row.work) {
            guard let file = SampleText.file(for: row.work, byteCount: row.byteCount ?? 0) else { return nil }
            input = [file]
        }
        let words = ["python3", "-c", PythonHarness.text, name, row.work, String(row.byteCount ?? 0), String(seconds)]
        return PeerCommand(words: words + input, shown: [2: "\"$(waxwing-bench --python-harness)\""]) { output in
            Double(output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
