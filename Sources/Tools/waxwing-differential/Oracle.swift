import Foundation
import WaxCore
import WaxKeys
import WaxRSA

/// A Python process that computes the same with `hashlib`, `cryptography`, `zlib` and `cbor2`: one line in, one out.
final class Oracle {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()
    private var madeKey: (der: [UInt8], key: RSA.PrivateKey)?

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
    func result(of example: Case) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("\(example)\n".utf8))
        let answer = try line()
        guard !answer.hasPrefix("failed") else { throw Failure(description: "Python: \(answer) for \(example)") }
        return answer
    }

    /// What it gives for an operation that has no case of its own.
    func result(_ operation: String, _ fields: [String: Case.Field]) throws -> String {
        try result(of: Case(operation, fields))
    }

    /// A private key for RSA of 2048 bits, made by Python, the same in a whole run; as PKCS #8 and as we read that.
    func privateKey() throws -> (der: [UInt8], key: RSA.PrivateKey) {
        if let madeKey { return madeKey }
        let der = try Hex.decode(try result("rsa-new", ["bits": .number(2_048)]))
        let made = (der, try RSA.PrivateKey(derRepresentation: der.span))
        madeKey = made
        return made
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
