import WaxAES
import WaxCore

/// AES-CBC on one backend.
struct CBCAlgorithm {
    private let context: AES.CBC.Context

    init(key: [UInt8], backend: Backend) throws {
        context = try AES.CBC.Context(key: SymmetricKey(data: key), backend: AESBackends.find(backend))
    }

    /// Encrypts, into another buffer and, where there is no padding, in place.
    func encrypt(_ text: [UInt8], iv: [UInt8], padding: AES.CBC.Padding) throws -> [UInt8] {
        let output = try context.encrypt(text, iv: AES.CBC.IV(data: iv), padding: padding)
        if padding == .none {
            var inPlace = text
            var span = inPlace.mutableSpan
            try context.encrypt(&span, iv: iv.span)
            guard inPlace == output else { throw Mismatch("another ciphertext in place") }
        }
        return output
    }

    /// Decrypts, in place and into another buffer; nil if it was refused.
    func decrypt(_ ciphertext: [UInt8], iv: [UInt8], padding: AES.CBC.Padding) throws -> [UInt8]? {
        var output = [UInt8](repeating: 0xA5, count: ciphertext.count)
        var count: Int?
        do {
            var span = output.mutableSpan
            count = try? context.decrypt(ciphertext.span, into: &span, iv: iv.span, padding: padding)
        }
        let inPlace = try? context.decrypt(ciphertext, iv: AES.CBC.IV(data: iv), padding: padding)
        guard let count else {
            guard inPlace == nil else { throw Mismatch("only one of the two ways refused") }
            if padding == .pkcs7, output.contains(where: { $0 != 0 }) {
                throw Mismatch("left something in the buffer although it refused")
            }
            return nil
        }
        guard inPlace == Array(output[..<count]) else { throw Mismatch("another text in another buffer") }
        return inPlace
    }
}
