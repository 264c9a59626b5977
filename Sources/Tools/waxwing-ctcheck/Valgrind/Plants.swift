import WaxCore

/// Leaks made on purpose, to show that the check finds what it looks for.
enum Plants {
    static let all: [Operation] = [
        plant("branch", "an exponentiation that multiplies only where a bit is set") { bytes in
            var product: UInt64 = 1
            for index in 0..<bytes.count {
                for position in 0..<UInt8(8) {
                    product = product &* product
                    if (bytes[index] &>> position) & 1 == 1 { product = multiply(product, 3) }
                }
            }
            return product
        },
        plant("index", "a table that is read at a secret place") { bytes in
            var sum: UInt64 = 0
            for index in 0..<bytes.count { sum ^= table[Int(bytes[index] & 15)] }
            return sum
        },
        plant("trap", "an addition that would stop the process if it overflowed") { bytes in
            var sum: UInt8 = 0
            for index in 0..<bytes.count { sum = (bytes[index] & 1) + sum }
            return UInt64(sum)
        },
    ]

    /// Not inlined, so that the multiplication is not made a choice of two results.
    @inline(never)
    private static func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 { a &* b }

    private static let table: [UInt64] = (0..<16).map { 0x0123_4567_89AB_CDEF &* ($0 &+ 3) }

    private static func plant(
        _ name: String, _ what: String, leak: @escaping @Sendable (Span<UInt8>) -> UInt64
    ) -> Operation {
        Operation(name, secret: what, result: .verdict("a leak made on purpose")) { material in
            let bytes = material.secret(64)
            return { leak(bytes.bytes) == 0 ? [0] : [1] }
        }
    }
}
