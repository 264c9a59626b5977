import WaxBigNum
import WaxCore

/// Numbers to be told prime or composite, among them many that deceive weaker tests.
struct WycheproofPrimality: WycheproofRunner {
    let groupType = "PrimalityTest"

    func prepare(group: JSON, algorithm: String) -> WycheproofCheck {
        WycheproofCheck(algorithm: "primality") { test, _ in
            let value = try test.fields.bytes("value")
            // The publisher writes signed numbers.
            guard let first = value.first, first < 0x80 else { throw Unsupported("negative numbers are not supported") }
            // The time grows with the third power of the size.
            guard value.count <= 1024 else { throw Unsupported("numbers of more than 8192 bits are not supported") }
            var random = SystemRandom()
            let number = Natural(bigEndian: value.span)
            return Primality.isProbablyPrime(number, rounds: Primality.roundsForForeignNumber, using: &random)
        }
    }
}
