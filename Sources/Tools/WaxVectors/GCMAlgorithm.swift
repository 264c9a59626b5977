import WaxAES
import WaxCore

/// AES-GCM on one backend: each vector goes through it in place and from one buffer into another.
struct GCMAlgorithm {
    private let context: AES.GCM.Context

    init(key: [UInt8], backend: Backend) throws {
        context = try AES.GCM.Context(key: SymmetricKey(data: key), backend: AESBackends.find(backend))
    }

    /// Encrypts, and compares with what the publisher says.
    func checkSeal(
        _ text: [UInt8], nonce: [UInt8], authenticating data: [UInt8], ciphertext: [UInt8], tag: [UInt8]
    ) throws {
        var tagBytes = [UInt8](repeating: 0, count: tag.count)
        var output = text
        do {
            var textSpan = output.mutableSpan
            var tagSpan = tagBytes.mutableSpan
            try context.seal(&textSpan, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)
        }
        guard output == ciphertext else { throw Mismatch("another ciphertext") }
        guard tagBytes == tag else { throw Mismatch("another tag") }

        output = [UInt8](repeating: 0xA5, count: text.count)
        do {
            var outputSpan = output.mutableSpan
            var tagSpan = tagBytes.mutableSpan
            try context.seal(
                text.span, into: &outputSpan, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)
        }
        guard output == ciphertext, tagBytes == tag else { throw Mismatch("another result in another buffer") }
        try checkSealInParts(text, nonce: nonce, authenticating: data, ciphertext: ciphertext, tag: tag)
    }

    /// The same in parts, split where no block ends.
    private func checkSealInParts(
        _ text: [UInt8], nonce: [UInt8], authenticating data: [UInt8], ciphertext: [UInt8], tag: [UInt8]
    ) throws {
        var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.span)
        try sealer.authenticate(Array(data.prefix(data.count / 3)))
        try sealer.authenticate(Array(data.dropFirst(data.count / 3)))
        var output = try sealer.seal(Array(text.prefix(text.count / 3)))
        output += try sealer.seal(Array(text.dropFirst(text.count / 3)))
        guard output == ciphertext, Array(sealer.finalize().prefix(tag.count)) == tag else {
            throw Mismatch("another result in parts")
        }
    }

    /// Decrypts; nil if it was refused.
    func open(
        _ ciphertext: [UInt8], nonce: [UInt8], authenticating data: [UInt8], tag: [UInt8]
    ) throws -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: ciphertext.count)
        var inPlace = ciphertext
        let accepted = Self.isAccepted { () throws(AESError) in
            var span = inPlace.mutableSpan
            try context.open(&span, nonce: nonce.span, authenticating: data.span, tag: tag.span)
        }
        let acceptedInAnotherBuffer = Self.isAccepted { () throws(AESError) in
            var span = output.mutableSpan
            try context.open(ciphertext.span, into: &span, nonce: nonce.span, authenticating: data.span, tag: tag.span)
        }
        guard accepted == acceptedInAnotherBuffer else { throw Mismatch("only one of the two ways refused") }
        guard accepted else {
            guard inPlace == ciphertext, output.allSatisfy({ $0 == 0 }) else {
                throw Mismatch("wrote to a buffer although it refused")
            }
            return nil
        }
        guard inPlace == output else { throw Mismatch("another text in another buffer") }
        return output
    }

    private static func isAccepted(_ body: () throws(AESError) -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            return false
        }
    }
}
