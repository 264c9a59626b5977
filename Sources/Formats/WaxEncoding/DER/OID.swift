/// An ASN.1 object identifier, such as 1.2.840.113549.1.1.1 for RSA keys.
///
/// It is held as the contents of its DER encoding, so arcs of any size are kept, and comparison is cheap.
public struct OID: Hashable, Sendable {
    /// The contents of the DER encoding (X.690 section 8.19).
    public let contents: [UInt8]

    /// The longest contents that are accepted, in bytes.
    public static var maximumByteCount: Int { 128 }

    /// Makes an identifier of its arcs.
    ///
    /// - Precondition: There are two arcs at least; the first is 0, 1 or 2; the second is below 40 unless the
    ///   first is 2; both fit into 64 bits together, and the whole into ``maximumByteCount``.
    public init(_ first: UInt64, _ second: UInt64, _ others: UInt64...) {
        precondition(first < 2 && second < 40 || first == 2 && second <= UInt64.max - 80, "no such OID")
        var contents: [UInt8] = []
        for arc in [first * 40 + second] + others {
            var shift: UInt64 = 63
            while shift > 0, arc >> shift == 0 { shift -= 7 }
            while shift > 0 {
                contents.append(UInt8(truncatingIfNeeded: arc >> shift) | 0x80)
                shift -= 7
            }
            contents.append(UInt8(truncatingIfNeeded: arc) & 0x7F)
        }
        precondition(contents.count <= Self.maximumByteCount, "an OID is too long")
        self.contents = contents
    }

    /// Takes the contents of a DER encoding, or gives nil if they are empty, longer than ``maximumByteCount``,
    /// end inside an arc, or have an arc that is not in its shortest form.
    public init?(contents: [UInt8]) {
        guard let last = contents.last, last & 0x80 == 0, contents.count <= Self.maximumByteCount else { return nil }
        var isFirstOfArc = true
        for byte in contents {
            if isFirstOfArc, byte == 0x80 { return nil }
            isFirstOfArc = byte & 0x80 == 0
        }
        self.contents = contents
    }
}

extension OID: CustomStringConvertible {
    /// The arcs in decimal, separated by dots.
    public var description: String {
        var arcs: [String] = []
        // The arc as decimal digits, the lowest first: an arc may be larger than any integer type.
        var digits: [UInt8] = [0]
        for byte in contents {
            var carry = Int(byte & 0x7F)
            for index in digits.indices {
                carry += Int(digits[index]) * 128
                digits[index] = UInt8(carry % 10)
                carry /= 10
            }
            while carry > 0 {
                digits.append(UInt8(carry % 10))
                carry /= 10
            }
            guard byte & 0x80 == 0 else { continue }
            if arcs.isEmpty {
                arcs.append(Self.splitFirst(&digits))
            }
            arcs.append(Self.text(of: digits))
            digits = [0]
        }
        return arcs.joined(separator: ".")
    }

    /// Takes the first arc out of the number that holds the first two, 40 times the first plus the second.
    private static func splitFirst(_ digits: inout [UInt8]) -> String {
        let number = digits.count > 2 ? 80 : Int(text(of: digits)) ?? 80
        let first = min(number / 40, 2)
        var borrow = 0
        for index in digits.indices {
            var digit = Int(digits[index]) - borrow - (index == 1 ? first * 4 : 0)
            borrow = 0
            while digit < 0 {
                digit += 10
                borrow += 1
            }
            digits[index] = UInt8(digit)
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        return String(first)
    }

    private static func text(of digits: [UInt8]) -> String {
        String(decoding: digits.reversed().map { $0 + 0x30 }, as: UTF8.self)
    }
}
