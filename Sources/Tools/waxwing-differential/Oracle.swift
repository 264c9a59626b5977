import Foundation
import WaxCore

/// A Python process that computes the same with `hashlib`, `cryptography`, `zlib` and `cbor2`: one line in, one out.
final class Oracle {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()
    private var madeKey: [UInt8]?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard try line() == "ready" else { throw Failure(description: "the Python program does not begin") }
    }

    /// What the other implementation gives: hexadecimal digits, or `refused`.
    func result(of example: Case) throws -> String { try answer("\(example)") }

    /// What it gives for an operation that has no case of its own.
    func result(_ operation: String, _ fields: [String: Case.Field]) throws -> String {
        try result(of: Case(operation, fields))
    }

    /// A private key for RSA of 2048 bits (PKCS #8, DER), the same in a whole run.
    func privateKey() throws -> [UInt8] {
        if let madeKey { return madeKey }
        let key = try Hex.decode(try result("rsa-new", ["bits": .number(2_048)]))
        madeKey = key
        return key
    }

    private func answer(_ question: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data((question + "\n").utf8))
        let answer = try line()
        guard !answer.hasPrefix("failed") else { throw Failure(description: "Python: \(answer) for \(question)") }
        return answer
    }

    private func line() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(end + 1)...]) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(description: "the Python program has ended") }
            unread += more
        }
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
