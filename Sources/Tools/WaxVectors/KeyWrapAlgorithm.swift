import WaxAES
import WaxCore

/// AES key wrap on one backend, of whole semiblocks or padded.
struct KeyWrapAlgorithm {
    private let context: AES.KeyWrap.Context
    private let isPadded: Bool

    init(key: [UInt8], isPadded: Bool, backend: Backend) throws {
        context = try AES.KeyWrap.Context(key: SymmetricKey(data: key), backend: AESBackends.find(backend))
        self.isPadded = isPadded
    }

    /// Wraps; nil if the size was refused.
    func wrap(_ key: [UInt8]) -> [UInt8]? {
        var output = [UInt8](
            repeating: 0, count: isPadded ? AES.KeyWrap.paddedByteCount(forKeyOf: key.count) : key.count + 8)
        var span = output.mutableSpan
        do {
            if isPadded {
                try context.wrapPadded(key.span, into: &span)
            } else {
                try context.wrap(key.span, into: &span)
            }
        } catch {
            return nil
        }
        return output
    }

    /// Unwraps; nil if it was refused.
    func unwrap(_ wrapped: [UInt8]) throws -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: max(0, wrapped.count - 8))
        var count: Int?
        do throws(AESError) {
            var span = output.mutableSpan
            if isPadded {
                count = try context.unwrapPadded(wrapped.span, into: &span)
            } else {
                try context.unwrap(wrapped.span, into: &span)
                count = span.count
            }
        } catch {
            count = nil
        }
        guard let count else {
            guard output.allSatisfy({ $0 == 0 }) else { throw Mismatch("left something in the buffer") }
            return nil
        }
        return Array(output[..<count])
    }
}
