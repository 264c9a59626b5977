import WaxCore
import WaxSHA

/// The chaining key, the hash of all that happened, and the cipher of the moment (Noise section 5.2).
struct SymmetricState {
    private(set) var chainingKey: SymmetricKey
    private(set) var hash: [UInt8]
    private var cipher: CipherState?
    private let hasPresharedKeys: Bool

    /// Begins with the full name of the protocol: padded with zeros if it is no longer than a hash, else its hash.
    init(protocolName: [UInt8], hasPresharedKeys: Bool) {
        var start = protocolName
        if start.count > SHA256Digest.byteCount {
            start = [UInt8](copying: SHA256.hash(data: start).bytes)
        } else {
            for _ in start.count..<SHA256Digest.byteCount { start.append(0) }
        }
        self.hash = start
        self.hasPresharedKeys = hasPresharedKeys
        self.chainingKey = SymmetricKey(data: start)
    }

    /// Whether there is a key yet; before, what is to be encrypted goes in clear.
    var hasKey: Bool { cipher != nil }

    mutating func mixHash(_ data: Span<UInt8>) {
        var next = SHA256()
        next.update(hash.span)
        next.update(data)
        var digest = hash.mutableSpan
        next.finalize(into: &digest)
    }

    mutating func mixKey(_ input: Span<UInt8>) throws(NoiseError) {
        let outputs = NoiseHKDF.derive(chainingKey: chainingKey, input: input)
        chainingKey = outputs.first
        cipher = try CipherState(key: outputs.second)
    }

    /// Takes an ephemeral public key in.
    ///
    /// With pre-shared keys, it is mixed into the key as well, as if it were secret: it makes the keys of every run
    /// different where no Diffie-Hellman secret has done so yet (Noise section 9.2).
    mutating func mixEphemeral(_ key: Span<UInt8>) throws(NoiseError) {
        mixHash(key)
        if hasPresharedKeys { try mixKey(key) }
    }

    mutating func mixKeyAndHash(_ input: Span<UInt8>) throws(NoiseError) {
        let outputs = NoiseHKDF.derive(chainingKey: chainingKey, input: input)
        chainingKey = outputs.first
        let forHash = outputs.second
        mixHash(forHash.bytes)
        cipher = try CipherState(key: outputs.third)
    }

    /// Appends the text, encrypted if there is a key, to a message.
    mutating func encryptAndHash(_ text: Span<UInt8>, appendingTo message: inout [UInt8]) throws(NoiseError) {
        let start = message.count
        message.append(copying: text)
        if let cipher {
            for _ in 0..<CipherState.tagByteCount { message.append(0) }
            var all = message.mutableSpan
            var part = all._mutatingExtracting(start...)
            try cipher.encrypt(message: &part, authenticating: hash.span)
        }
        mixHash(message.span.extracting(start...))
    }

    /// The text of a part of a message, decrypted if there is a key.
    mutating func decryptAndHash(_ part: Span<UInt8>) throws(NoiseError) -> [UInt8] {
        var text = [UInt8](copying: part)
        if let cipher {
            var span = text.mutableSpan
            let count = try cipher.decrypt(message: &span, authenticating: hash.span)
            text.removeLast(text.count &- count)
        }
        mixHash(part)
        return text
    }

    /// The two transport keys, and a third output from which secrets for other purposes are derived.
    func split() -> (SymmetricKey, SymmetricKey, exporter: SymmetricKey) {
        let outputs = NoiseHKDF.derive(chainingKey: chainingKey, input: Span())
        return (outputs.first, outputs.second, outputs.third)
    }
}

/// The key derivation of Noise section 4.3, which is HKDF (RFC 5869) with the chaining key as salt and no info.
enum NoiseHKDF {
    /// The first three outputs of 32 bytes. Where Noise takes two, they are the first two of these.
    static func derive(
        chainingKey: SymmetricKey, input: Span<UInt8>
    ) -> (first: SymmetricKey, second: SymmetricKey, third: SymmetricKey) {
        let key = HKDF<SHA256>.extract(inputKeyMaterial: input, salt: chainingKey.bytes)
        let keyed = HMAC<SHA256>(key: key)
        let first = output(1, after: Span(), keyed)
        let second = output(2, after: first.bytes, keyed)
        return (first, second, output(3, after: second.bytes, keyed))
    }

    private static func output(_ number: UInt8, after previous: Span<UInt8>, _ keyed: HMAC<SHA256>) -> SymmetricKey {
        var hmac = keyed
        hmac.update(previous)
        let index: InlineArray<1, UInt8> = [number]
        hmac.update(index.span)
        return SymmetricKey(SecretBytes(count: SHA256Digest.byteCount) { bytes in hmac.finalize(into: &bytes) })
    }
}
