import WaxAES
import WaxCore

/// AES in the modes ECB, CBC and CTR: known answers, messages of many blocks, Monte Carlo (The Advanced Encryption
/// Standard Algorithm Validation Suite). Files of other ciphers and modes have the same values; a comment says which
/// it is.
struct ResponseAES: ResponseRunner {
    private enum Mode: String {
        case ecb = "ECB", cbc = "CBC", ctr = "CTR"
    }

    func recognises(_ file: ResponseFile, name: String) -> Bool { mode(of: file, name: name) != nil }

    private func mode(of file: ResponseFile, name: String) -> Mode? {
        guard file.has("count", "key", "plaintext", "ciphertext") else { return nil }
        if let title = file.title {
            guard title.hasPrefix("AESVS") else { return nil }
            if title.hasSuffix("data for ECB") { return .ecb }
            return title.hasSuffix("data for CBC") && file.has("iv") ? .cbc : nil
        }
        // The vectors of RFC 3686, which NIST has none of, as response files.
        let isCounter = file.comments.prefix(3).contains { $0.hasPrefix("AES Counter") }
        return isCounter && file.has("iv") ? .ctr : nil
    }

    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) throws(Unsupported) {
        guard let mode = mode(of: file, name: name) else { throw Unsupported("a mode that is not supported") }
        let isMonteCarlo = file.title?.contains(" MCT ") ?? false
        for record in file.records(startingAt: "count") {
            let isEncryption = record.sections["decrypt"] == nil
            recorder.run(record.name, of: "AES-\(mode.rawValue)", on: AESBackends.all) { backend in
                if isMonteCarlo {
                    try checkMonteCarlo(record, mode, isEncryption, backend)
                } else {
                    try check(record, mode, backend)
                }
            }
        }
    }

    private func check(_ record: ResponseRecord, _ mode: Mode, _ backend: Backend) throws {
        let key = try record.bytes("key"), text = try record.bytes("plaintext")
        let ciphertext = try record.bytes("ciphertext")
        // What is said to be encryption is decrypted, too, and the other way round.
        let encrypted: [UInt8]
        let decrypted: [UInt8]?
        switch mode {
        case .ecb:
            let cipher = try AES.BlockCipher(key: SymmetricKey(data: key), backend: AESBackends.find(backend))
            encrypted = try Self.applying(cipher.encrypt, to: text)
            decrypted = try Self.applying(cipher.decrypt, to: ciphertext)
        case .cbc:
            let cipher = try CBCAlgorithm(key: key, backend: backend), iv = try record.bytes("iv")
            encrypted = try cipher.encrypt(text, iv: iv, padding: .none)
            decrypted = try cipher.decrypt(ciphertext, iv: iv, padding: .none)
        case .ctr:
            let context = try AES.CTR.Context(key: SymmetricKey(data: key), backend: AESBackends.find(backend))
            let nonce = try AES.CTR.Nonce(data: try record.bytes("iv"))
            encrypted = context.encrypt(text, nonce: nonce)
            var stream = try AES.CTR.Stream(using: context, nonce: nonce.bytes)
            let first = stream.update(Array(ciphertext.prefix(ciphertext.count / 3)))
            decrypted = first + stream.update(Array(ciphertext.dropFirst(ciphertext.count / 3)))
        }
        guard encrypted == ciphertext else { throw Mismatch("another ciphertext") }
        guard decrypted == text else { throw Mismatch("another text") }
    }

    private static func applying(
        _ body: (inout MutableSpan<UInt8>) throws(AESError) -> Void, to text: [UInt8]
    ) throws(AESError) -> [UInt8] {
        var output = text
        var span = output.mutableSpan
        try body(&span)
        return output
    }

    /// A thousand times, each input the output before; each record begins with what it says (AESAVS, section 6.4).
    private func checkMonteCarlo(
        _ record: ResponseRecord, _ mode: Mode, _ isEncryption: Bool, _ backend: Backend
    ) throws {
        let key = SymmetricKey(data: try record.bytes("key")), found = try AESBackends.find(backend)
        var input = try record.bytes(isEncryption ? "plaintext" : "ciphertext")
        let expected = try record.bytes(isEncryption ? "ciphertext" : "plaintext")
        switch mode {
        case .ecb:
            let cipher = try AES.BlockCipher(key: key, backend: found)
            for _ in 0..<1000 { input = try Self.applying(isEncryption ? cipher.encrypt : cipher.decrypt, to: input) }
            guard input == expected else { throw Mismatch("another result after a thousand blocks") }
        case .cbc:
            let context = try AES.CBC.Context(key: key, backend: found)
            var chain = try record.bytes("iv")
            // The first input is followed by the vector, each other one by the output before the last.
            var before = chain, last: [UInt8] = []
            for _ in 0..<1000 {
                let vector = try AES.CBC.IV(data: chain)
                let output = isEncryption
                    ? try context.encrypt(input, iv: vector, padding: .none)
                    : try context.decrypt(input, iv: vector, padding: .none)
                chain = isEncryption ? output : input
                (input, before, last) = (before, output, output)
            }
            guard last == expected else { throw Mismatch("another result after a thousand blocks") }
        case .ctr: throw Unsupported("a Monte Carlo test of CTR is not defined")
        }
    }
}
