import WaxCore
import WaxRSA

/// The RSA keys of a timing test.
struct TimingKeys {
    /// How many there are of each kind.
    static let count = 4

    /// Copies of one key, each in memory of its own.
    let fixed: [RSA.PrivateKey]
    /// Other keys, of which the encodings have the same lengths: those are public, and show in the time.
    let random: [RSA.PrivateKey]
    /// More copies of the fixed one.
    let control: [RSA.PrivateKey]

    init(using source: inout MaterialRandom) throws {
        let original = try RSA.PrivateKey(bitCount: 2048, using: &source)
        var random: [RSA.PrivateKey] = [], copies: [RSA.PrivateKey] = []
        while random.count < Self.count {
            let key = try RSA.PrivateKey(bitCount: 2048, using: &source)
            guard Self.lengths(key) == Self.lengths(original) else { continue }
            // As all others are made, and in turns with them.
            copies.append(try Self.copy(original, using: &source))
            random.append(try Self.copy(key, using: &source))
            copies.append(try Self.copy(original, using: &source))
        }
        self.random = random
        fixed = copies.indices.filter { $0 % 2 == 0 }.map { copies[$0] }
        control = copies.indices.filter { $0 % 2 == 1 }.map { copies[$0] }
    }

    private static func copy(_ key: RSA.PrivateKey, using source: inout MaterialRandom) throws -> RSA.PrivateKey {
        try PrivateNumbers(Material(seed: 1, key: key)).key(using: &source)
    }

    private static func lengths(_ key: RSA.PrivateKey) -> [Int] {
        let numbers = [key.privateExponent, key.exponent1, key.exponent2, key.coefficient]
        // With the zero byte in front that DER wants where the highest bit is set.
        return numbers.map { $0.count &+ Int($0.bytes[0] &>> 7) }
    }
}
