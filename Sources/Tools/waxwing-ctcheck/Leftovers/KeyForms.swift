import WaxCore

/// The forms in which a key may lie in memory.
extension NeedleSet {
    /// Adds a secret to what is looked for: as it is, the other way round as the limbs of a number are, and where its
    /// size is that of a key, as the round keys of AES and the padded keys of HMAC.
    mutating func add(key secret: Span<UInt8>, _ name: String) {
        add(secret, name)
        Self.withTemporary(secret.count) { bytes in
            for index in 0..<secret.count { bytes[index] = secret[secret.count - 1 - index] }
            add(bytes.span, "\(name), backwards")
        }
        guard [16, 24, 32].contains(secret.count) else { return }
        for mask: UInt8 in [0x36, 0x5C] {
            Self.withTemporary(secret.count) { bytes in
                for index in 0..<secret.count { bytes[index] = secret[index] ^ mask }
                add(bytes.span, "\(name), as HMAC pads it")
            }
        }
        Self.withTemporary(16 * (secret.count / 4 + 7)) { bytes in
            Self.expand(secret, into: &bytes)
            add(bytes.span.extracting(secret.count...), "\(name), round keys of AES")
        }
    }

    /// The key schedule of FIPS 197, written once more: the library has it in another form.
    static func expand(_ key: Span<UInt8>, into schedule: inout MutableSpan<UInt8>) {
        for index in 0..<key.count { schedule[index] = key[index] }
        var constant: UInt8 = 1
        var position = key.count
        while position < schedule.count {
            let column = position / 4, period = key.count / 4
            for row in 0..<4 {
                var byte = schedule[position - 4 + row]
                if column % period == 0 {
                    byte = substituted(schedule[position - 4 + (row + 1) % 4]) ^ (row == 0 ? constant : 0)
                } else if period == 8, column % 8 == 4 {
                    byte = substituted(byte)
                }
                schedule[position + row] = schedule[position + row - key.count] ^ byte
            }
            if column % period == 0 { constant = doubled(constant) }
            position += 4
        }
    }

    private static func doubled(_ value: UInt8) -> UInt8 { (value &<< 1) ^ (value & 0x80 == 0 ? 0 : 0x1B) }

    private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var (sum, factor, rest): (UInt8, UInt8, UInt8) = (0, a, b)
        while rest > 0 {
            if rest & 1 == 1 { sum ^= factor }
            factor = doubled(factor)
            rest = rest &>> 1
        }
        return sum
    }

    private static func substituted(_ value: UInt8) -> UInt8 {
        // The inverse is the power 254.
        var inverse: UInt8 = 1
        for _ in 0..<254 { inverse = product(inverse, value) }
        var result: UInt8 = 0x63
        for shift: UInt8 in 0..<5 { result ^= (inverse &<< shift) | (shift == 0 ? 0 : inverse &>> (8 - shift)) }
        return result
    }

    private static func withTemporary(_ count: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
        let memory = SecretBuffer<UInt8>(repeating: 0, count: count)
        memory.withMutableSpan { body(&$0) }
    }
}
