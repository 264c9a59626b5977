import Foundation

/// Counts instructions with valgrind's callgrind: figures that do not drift with the load of the machine.
///
/// Each operation is run a few times and a few more times; the difference leaves out what happens before and after.
/// Valgrind 3.19 knows neither AVX-512 nor VAES nor SHA-NI, so what is counted is what the library can run on a
/// processor without them.
enum Instructions {
    /// The main operations, by the rows that time them.
    static let main: [Row] = [
        Row(name: "aes-128-gcm-seal", byteCount: 16_384), Row(name: "aes-256-gcm-open", byteCount: 16_384),
        Row(name: "aes-256-gcm-seal", byteCount: 64), Row(name: "aes-256-gcm-key"),
        Row(name: "sha-256", byteCount: 16_384), Row(name: "sha-512", byteCount: 16_384),
        Row(name: "hmac-sha-256", byteCount: 64), Row(name: "hkdf-sha-256"), Row(name: "x25519"),
        Row(name: "rsa-2048-sign"), Row(name: "rsa-2048-verify"),
    ]

    private static let few = 1
    private static let more = 5

    /// How many instructions one operation takes.
    static func count(_ row: Row, backend: String, program: String) throws -> Int {
        let first = try total(row, backend, repetitions: few, program)
        let second = try total(row, backend, repetitions: few + more, program)
        return max(0, second - first) / more
    }

    private static func total(_ row: Row, _ backend: String, repetitions: Int, _ program: String) throws -> Int {
        let size = row.byteCount.map { ["--bytes", String($0)] } ?? []
        let errors = try ChildProcess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "--only", row.name]
                + ["--backend", backend, "--count", String(repetitions)] + size).errors
        guard let count = collected(errors) else {
            throw ChildProcess.Failure(description: "valgrind has not said how many instructions it saw")
        }
        return count
    }

    /// The number in valgrind's line `==1== Collected : 123`.
    static func collected(_ text: String) -> Int? {
        text.firstMatch(of: /Collected\s*:\s*(\d+)/).flatMap { Int($0.output.1) }
    }

    /// The implementations that the library has under valgrind, as `--list` prints them there.
    static func backends(program: String) throws -> [Row: [String]] {
        guard ChildProcess.isAvailable("valgrind") else {
            throw ChildProcess.Failure(
                description: "valgrind is not installed: it needs the program valgrind, of that package on most systems")
        }
        let output = try ChildProcess.run(["valgrind", "--tool=none", "--quiet", program, "--list"]).output
        var backends: [Row: [String]] = [:]
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2 else { continue }
            backends[Row(name: words[0], byteCount: words.count > 2 ? Int(words[2]) : nil), default: []].append(words[1])
        }
        return backends
    }
}
