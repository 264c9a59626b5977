import Testing
import WaxCore
import WaxTestSupport

@testable import WaxBigNum

@Suite("Natural numbers", .enabled(if: PythonIntegers.isAvailable, "python3 is not installed"))
struct NaturalTests {
    struct Pair: Decodable {
        let a, b, sum, difference, product, quotient, remainder: String
        let less, equal: Bool
        let bits, zeros: Int
        let shift: Int
        let shifted: String
    }

    @Test("Sum, difference, product, division, comparison, shift agree with Python")
    func arithmetic() throws {
        let cases: [Pair] = try PythonIntegers.cases(
            """
            def case(a, b):
                s = random.randrange(600)
                emit(a=a, b=b, sum=a+b, difference=(a-b) % (1 << 640), product=a*b, quotient=a//b if b else 0,
                     remainder=a % b if b else 0, less=a<b, equal=a==b, bits=None, zeros=None, shift=None, shifted=a>>s)
                out[-1].update(bits=a.bit_length(), zeros=(a & -a).bit_length()-1 if a else 640, shift=s)
            for a in edges(576):
                for b in edges(576): case(a, b)
            for _ in range(300): case(rnd(random.randrange(1, 577)), rnd(random.randrange(1, 577)))
            """)
        #expect(cases.count > 300)
        for item in cases {
            let a = Natural(hex: item.a, limbCount: 10)
            let b = Natural(hex: item.b, limbCount: 10)
            var sum = a.copy()
            let carry = sum.add(b)
            let sumHex = sum.hex
            #expect(carry == 0 && sumHex == item.sum)
            var difference = a.copy()
            let borrow = difference.subtract(b)
            let differenceHex = difference.hex
            #expect(differenceHex == item.difference && borrow == (item.less ? 1 : 0))
            let productHex = a.multiplied(by: b).hex
            #expect(productHex == item.product)
            let comparisons = [a.isLess(than: b).declassified, a.isEqual(to: b).declassified]
            #expect(comparisons == [item.less, item.equal])
            let counts = [a.bitCount, Int(a.trailingZeroBitCount)]
            #expect(counts == [item.bits, item.zeros])
            var open = a.copy(), secret = a.copy()
            open.shiftRight(item.shift)
            secret.shiftRight(secret: UInt64(item.shift))
            let shifted = [open.hex, secret.hex]
            #expect(shifted == [item.shifted, item.shifted])
            if item.b != "0" {
                let division = a.divided(by: b)
                let results = [division.quotient.hex, division.remainder.hex]
                #expect(results == [item.quotient, item.remainder])
            }
        }
    }

    @Test("Carry and borrow leave the highest limb")
    func overflow() {
        let full = Natural(hex: String(repeating: "f", count: 128))
        var number = full.copy()
        var carries = [number.add(1 as UInt64)]
        var states = [number.hex]
        carries.append(number.subtract(1 as UInt64))
        states.append(number.hex)
        carries.append(number.add(full))
        states.append(number.hex)
        carries.append(number.shiftLeftByOne(in: 1))
        states.append(number.hex)
        carries.append(number.subtract(full, if: .no))
        #expect(carries == [1, 1, 1, 1, 0])
        let ones = String(repeating: "f", count: 127)
        #expect(states == ["0", ones + "f", ones + "e", ones + "d"])
    }

    @Test("Bytes in both directions, with leading zeros and cut off")
    func bytes() {
        let bytes: [UInt8] = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        let number = Natural(bigEndian: bytes.span)
        let written = [11, 3, 20, 0].map { count in number.bytes(count: count) }
        #expect(written == [bytes, [7, 8, 9], [UInt8](repeating: 0, count: 11) + bytes.dropFirst(2), []])
        let secret = number.secretBytes(count: 11)
        #expect(secret == SecretBytes(bytes))
        let empty: [UInt8] = []
        let isZero = Natural(bigEndian: empty.span).isZero.declassified
        #expect(isZero)
    }
}
