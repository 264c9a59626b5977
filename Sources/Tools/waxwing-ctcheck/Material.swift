import WaxCore
import WaxKeys
import WaxRSA

/// Where an operation takes its secrets from, and its randomness, and where it makes things public.
///
/// One operation thus serves several purposes: run with plain secrets for its result, with concealed ones to be
/// watched by memcheck, with fixed or random ones to be timed, with ones that are looked for in memory afterwards.
final class Material {
    /// The generator of everything that is secret.
    var random: MaterialRandom

    /// Collects the keys that are given out, if they are to be looked for.
    var needles: NeedleSet?

    private let givenKey: RSA.PrivateKey?
    private let conceals: Bool

    /// - Parameters:
    ///   - seed: Says which secrets they are.
    ///   - key: The private key of which the RSA operations take the numbers.
    ///   - conceals: Whether memcheck shall follow them.
    init(seed: UInt64, key: RSA.PrivateKey?, conceals: Bool = false) {
        self.random = MaterialRandom(seed: seed, conceals: conceals)
        self.givenKey = key
        self.conceals = conceals
    }

    /// The private key of which the RSA operations take the numbers; not concealed.
    var key: RSA.PrivateKey {
        get throws {
            guard let givenKey else { throw OperationFailure("there is no RSA key") }
            return givenKey
        }
    }

    /// The same key, made of secret numbers.
    var secretKey: RSA.PrivateKey {
        get throws {
            let numbers = try PrivateNumbers(self)
            guard conceals else { return try key }
            var random = random
            return try numbers.key(using: &random)
        }
    }

    /// A new secret key.
    func secret(_ count: Int) -> SecretBytes {
        let secret = text(count)
        note(secret.bytes, "a key")
        return secret
    }

    /// New secret bytes that are not a key: whoever gets them may copy them about.
    func text(_ count: Int) -> SecretBytes { SecretBytes(count: count) { bytes in random.draw(&bytes) } }

    /// Secret bytes with certain values.
    func secret(_ bytes: Span<UInt8>, _ name: String = "a key") -> SecretBytes {
        let secret = SecretBytes(copying: bytes)
        if conceals { Memcheck.conceal(secret.bytes) }
        note(secret.bytes, name)
        return secret
    }

    /// The same bytes as those of another block, as a secret of their own.
    func secret(_ other: SecretBytes, _ name: String = "a key") -> SecretBytes { secret(other.bytes, name) }

    /// Marks the bytes at certain places as secret.
    func conceal(_ bytes: Span<UInt8>, at range: Range<Int>) {
        if conceals { Memcheck.conceal(bytes.extracting(range)) }
        note(bytes.extracting(range), "a part of a key")
    }

    /// Marks the bytes at certain places as public.
    func reveal(_ bytes: Span<UInt8>, at range: Range<Int>) {
        if conceals { Memcheck.reveal(bytes.extracting(range)) }
    }

    /// Makes something public that was computed from secrets, as a message on a wire is.
    func reveal(_ bytes: [UInt8]) -> [UInt8] {
        if conceals { Memcheck.reveal(bytes.span) }
        return bytes
    }

    /// Says that these bytes are to be looked for.
    func note(_ bytes: Span<UInt8>, _ name: String) {
        guard needles != nil else { return }
        needles?.add(key: bytes, name)
        // What it was computed with.
        wipeStack(kibibytes: 8)
    }
}

/// A fast generator with a seed, of no cryptographic quality; what it draws is secret.
struct MaterialRandom: RandomSource {
    /// Who wants to know what is drawn, if anyone.
    weak var notes: Material?

    private var state: UInt64
    private let conceals: Bool

    init(seed: UInt64, conceals: Bool) {
        self.state = seed
        self.conceals = conceals
    }

    mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        draw(&bytes)
        notes?.note(bytes.span, "a random number")
    }

    /// Draws without a note.
    mutating func draw(_ bytes: inout MutableSpan<UInt8>) {
        var word: UInt64 = 0
        for index in 0..<bytes.count {
            if index % 8 == 0 { word = next() }
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word = word &>> 8
        }
        if conceals { Memcheck.conceal(bytes.span) }
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word &>> 31)
    }
}

extension SecretBytes {
    /// The contents, where they are to be looked at. (A span of a temporary object is not a thing to rely on.)
    var array: [UInt8] { [UInt8](copying: bytes) }
}
