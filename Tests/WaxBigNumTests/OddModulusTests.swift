import Testing
import WaxCore
import WaxTestSupport

@testable import WaxBigNum

@Suite("Arithmetic modulo an odd number", .enabled(if: PythonIntegers.isAvailable, "python3 is not installed"))
struct OddModulusTests {
    private func modulus(_ hex: String) throws -> OddModulus {
        let modulus = OddModulus(Natural(hex: hex))
        return try #require(modulus)
    }

    struct Products: Decodable {
        let m, x, y, sum, difference, product, square, wide, reduced: String
    }

    @Test("Sum, difference, product, square and reduction agree with Python, for moduli of all shapes")
    func products() throws {
        let cases: [Products] = try PythonIntegers.cases(
            """
            def case(m):
                values = [0, 1, m-1, m-2, m//2] + [rnd(m.bit_length()) % m for _ in range(3)]
                for x in values:
                    y = random.choice(values)
                    w = random.choice([rnd(2 * m.bit_length() + 70), (1 << (2 * m.bit_length())) - 1, m * m - 1, m, 0])
                    emit(m=m, x=x, y=y, sum=(x+y)%m, difference=(x-y)%m, product=x*y%m, square=x*x%m, wide=w, reduced=w%m)
            for bits in (2, 3, 33, 64, 65, 128, 511, 512, 513, 1000, 1024, 1025, 1536, 2048):
                full = (1 << bits) - 1
                for m in {full, (1 << (bits-1)) | 1, full ^ 2, rnd(bits) | 1 | (1 << (bits-1)),
                          full ^ (full >> 1 & ~1), (full ^ (((1 << 64) - 1) << (bits // 2))) | 1}:
                    if m.bit_length() > 1: case(m | 1)
            """)
        #expect(cases.count > 480)
        for item in cases {
            let modulus = try self.modulus(item.m)
            let x = Natural(truncating: Natural(hex: item.x), limbCount: modulus.limbCount)
            let y = Natural(truncating: Natural(hex: item.y), limbCount: modulus.limbCount)
            var sum = x.copy(), difference = x.copy()
            modulus.add(y, to: &sum)
            modulus.subtract(y, from: &difference)
            let sums = [sum.hex, difference.hex]
            #expect(sums == [item.sum, item.difference], "\(item.x) ± \(item.y) mod \(item.m)")
            let products = [modulus.product(x, y).hex, modulus.power(x, publicExponent: 2).hex]
            #expect(products == [item.product, item.square], "\(item.x) · \(item.y) mod \(item.m)")
            let reduced = modulus.reduce(Natural(hex: item.wide)).hex
            #expect(reduced == item.reduced, "\(item.wide) mod \(item.m)")
        }
    }

    struct Power: Decodable { let m, base, exponent, power, publicPower: String }

    @Test("Powers agree with Python")
    func powers() throws {
        let cases: [Power] = try PythonIntegers.cases(
            """
            for bits in (2, 64, 512, 1000, 1024, 1536):
                for m in ((1 << bits) - 1, rnd(bits) | 1 | (1 << (bits-1))):
                    for e in (0, 1, 2, (1 << bits) - 1, 1 << (bits - 1), rnd(bits), rnd(bits)):
                        b = random.choice([0, 1, m-1, rnd(bits) % m, rnd(bits) % m])
                        emit(m=m, base=b, exponent=e, power=pow(b, e, m), publicPower=pow(b, 0x10001, m))
            """)
        for item in cases {
            let modulus = try self.modulus(item.m)
            let base = Natural(truncating: Natural(hex: item.base), limbCount: modulus.limbCount)
            let exponent = Natural(hex: item.exponent)
            let bitCount = max(1, modulus.bitCount)
            let power = modulus.power(base, exponent, exponentBitCount: bitCount).hex
            #expect(power == item.power, "\(item.base)^\(item.exponent) mod \(item.m)")
            let publicPower = modulus.power(base, publicExponent: 0x10001).hex
            #expect(publicPower == item.publicPower)
        }
    }

    struct Inverse: Decodable { let m, x, divisor: String; let inverse: String? }

    @Test("Inverses and greatest common divisors agree with Python")
    func inverses() throws {
        let cases: [Inverse] = try PythonIntegers.cases(
            """
            def case(m, x):
                g = math.gcd(m, x)
                emit(m=m, x=x, divisor=g, inverse=format(pow(x, -1, m), 'x') if g == 1 else None)
            for bits in (2, 17, 33, 62, 63, 64, 65, 124, 512, 1024, 2048):
                for m in ((1 << bits) - 1, (1 << (bits-1)) | 1, rnd(bits) | 1 | (1 << (bits-1))):
                    for x in (0, 1, 2, m-1, m-2, m, (m+1)//2, rnd(bits), rnd(bits), 1 << (bits-1)):
                        if m > 1: case(m, x)
                for _ in range(3):
                    f = random.getrandbits(bits) | 1
                    case((random.getrandbits(bits) | 1) * f * 3, random.getrandbits(bits) * f)
            """)
        #expect(cases.count > 300)
        for item in cases {
            let modulus = try self.modulus(item.m)
            let number = Natural(hex: item.x)
            let inverse = modulus.inverse(of: number)?.hex
            #expect(inverse == item.inverse, "inverse of \(item.x) mod \(item.m)")
            let divisor = modulus.value.greatestCommonDivisor(with: number).hex
            #expect(divisor == item.divisor, "\(item.x), \(item.m)")
        }
    }

    struct SmallInverse: Decodable { let number, order: String; let inverse: String? }

    @Test("Inverses of small odd numbers modulo even ones agree with Python")
    func smallInverses() throws {
        let cases: [SmallInverse] = try PythonIntegers.cases(
            """
            for e in (3, 5, 17, 65537, 0xFFFFFFFF, 0xFFFFFFFB):
                for order in [2, 4, 6, e - 1, e + 1, (1 << 1024) - 2] + [rnd(bits) & ~1 | 2 for bits in (64, 100, 1024, 2047)]:
                    ok = math.gcd(e, order) == 1
                    emit(number=e, order=order, inverse=format(pow(e, -1, order), 'x') if ok else None)
            """)
        for item in cases {
            let number = UInt64(item.number, radix: 16) ?? 0
            let inverse = Natural.inverse(ofOdd: number, modulo: Natural(hex: item.order))?.hex
            #expect(inverse == item.inverse, "1/\(item.number) mod \(item.order)")
        }
    }

    @Test("Even and tiny moduli are refused")
    func refused() {
        for value in [0, 1, 2, 4, 1 << 63] as [UInt64] {
            let isRefused = OddModulus(Natural(value, limbCount: 3)) == nil
            #expect(isRefused)
        }
    }

    @Test("Random numbers stay below the modulus and reach all of it")
    func random() throws {
        var random = SeededRandom(seed: 4)
        var seen = Set<String>()
        let modulus = try modulus("b")
        for _ in 0..<400 {
            let number = modulus.randomNumber(using: &random)?.hex
            seen.insert(try #require(number))
        }
        #expect(seen.count == 11 && !seen.contains("b"))
        struct Stuck: RandomSource {
            mutating func fill(_ bytes: inout MutableSpan<UInt8>) { bytes.update(repeating: 0xFF) }
        }
        var stuck = Stuck()
        let isNil = modulus.randomNumber(using: &stuck) == nil
        #expect(isNil)
    }
}
