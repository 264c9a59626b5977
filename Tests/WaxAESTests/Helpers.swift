import WaxCore

@testable import WaxAES

/// What sealing gives: a ciphertext and a tag.
struct Sealed: Equatable {
    var text: [UInt8]
    var tag: [UInt8]
}

extension AES.Backend {
    /// Those that need no instructions of their own.
    static var bitsliced: [AES.Backend] {
        #if arch(x86_64) || arch(arm64)
        [.bitsliced16, .bitsliced4]
        #else
        [.bitsliced4]
        #endif
    }
}

extension AES.GCM.Context {
    convenience init(_ key: [UInt8], _ backend: AES.Backend) throws {
        try self.init(key: SymmetricKey(data: key), backend: backend)
    }

    /// Seals in place.
    func sealed(
        _ text: [UInt8], nonce: [UInt8], data: [UInt8] = [], tagCount: Int = 16
    ) throws(AESError) -> Sealed {
        var buffer = text
        var tag = [UInt8](repeating: 0, count: tagCount)
        var bufferSpan = buffer.mutableSpan
        var tagSpan = tag.mutableSpan
        try seal(&bufferSpan, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)
        return Sealed(text: buffer, tag: tag)
    }

    /// Opens in place. The buffer comes back, whatever happened.
    func opened(_ sealed: Sealed, nonce: [UInt8], data: [UInt8] = []) -> (buffer: [UInt8], error: AESError?) {
        var buffer = sealed.text
        var span = buffer.mutableSpan
        do throws(AESError) {
            try open(&span, nonce: nonce.span, authenticating: data.span, tag: sealed.tag.span)
            return (buffer, nil)
        } catch {
            return (buffer, error)
        }
    }
}

extension AES.GCM.Context {
    /// Seals into another buffer, full of 0xA5 before. The buffers come back, whatever happened.
    func sealedElsewhere(
        _ text: [UInt8], outputCount: Int, nonce: [UInt8], data: [UInt8] = []
    ) -> (output: Sealed, error: AESError?) {
        var output = [UInt8](repeating: 0xA5, count: outputCount), tag = [UInt8](repeating: 0xA5, count: 16)
        var failure: AESError?
        do throws(AESError) {
            var outputSpan = output.mutableSpan
            var tagSpan = tag.mutableSpan
            try seal(text.span, into: &outputSpan, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)
        } catch {
            failure = error
        }
        return (Sealed(text: output, tag: tag), failure)
    }

    /// Opens into another buffer, full of 0xA5 before. The buffer comes back, whatever happened.
    func openedElsewhere(
        _ sealed: Sealed, outputCount: Int, nonce: [UInt8], data: [UInt8] = []
    ) -> (output: [UInt8], error: AESError?) {
        var output = [UInt8](repeating: 0xA5, count: outputCount)
        var failure: AESError?
        do throws(AESError) {
            var span = output.mutableSpan
            try open(
                sealed.text.span, into: &span, nonce: nonce.span, authenticating: data.span, tag: sealed.tag.span)
        } catch {
            failure = error
        }
        return (output, failure)
    }
}

/// The bytes 0, 1, 2, … times an odd number, so that no two places look alike.
func pattern(_ count: Int, _ factor: UInt8 = 37) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* Int(factor)) ^ UInt8(truncatingIfNeeded: $0 >> 8) }
}
