import Testing
import WaxCore
import WaxKeys
import WaxRSA
import WaxSHA
import WaxTestSupport

/// RSA: keys made of numbers, signatures, encryption.
enum RSASpans {
    static let all: [SpanCase] = [numbers, exponentOnly, signatures, encryption]

    /// Serves all tests: to read a key takes a while.
    static let key = Result { try RSA.PrivateKey(pemRepresentation: TestKeys.first) }

    private static let parts =
        "modulus:publicExponent:privateExponent:prime1:prime2:exponent1:exponent2:coefficient:"

    private static let numbers = SpanCase(
        "WaxRSA",
        [
            "RSA.PublicKey.init(modulus:publicExponent:sizePolicy:)",
            "RSA.PrivateKey.init(\(parts)sizePolicy:)", "RSA.PrivateKey.init(\(parts)sizePolicy:using:)",
        ]
    ) {
        let key = try Self.key.get()
        let secrets = [
            key.privateExponent, key.prime1, key.prime2, key.exponent1, key.exponent2, key.coefficient,
        ].map { [UInt8](copying: $0.bytes) }
        for zero in [[], [0] as [UInt8]] {
            try guarded(
                zero + key.publicKey.modulus, zero + key.publicKey.publicExponent, zero + secrets[0],
                zero + secrets[1], zero + secrets[2], zero + secrets[3], zero + secrets[4], zero + secrets[5]
            ) { input, _ in
                var random = SeededRandom(seed: 1)
                let same = try RSA.PrivateKey(
                    modulus: input[0], publicExponent: input[1], privateExponent: input[2], prime1: input[3],
                    prime2: input[4], exponent1: input[5], exponent2: input[6], coefficient: input[7], using: &random)
                let again = try RSA.PrivateKey(
                    modulus: input[0], publicExponent: input[1], privateExponent: input[2], prime1: input[3],
                    prime2: input[4], exponent1: input[5], exponent2: input[6], coefficient: input[7])
                let publicKey = try RSA.PublicKey(modulus: input[0], publicExponent: input[1])
                #expect(publicKey == key.publicKey)
                #expect(same.prime1 == key.prime1 && again.prime2 == key.prime2)
                return []
            }
        }
        for count in fewLengths {
            try guarded(pattern(count), pattern(count, 3)) { input, _ in
                expectRefusal { try RSA.PublicKey(modulus: input[0], publicExponent: input[1]) }
                var random = SeededRandom(seed: 1)
                let (modulus, exponent) = (key.publicKey.modulus, key.publicKey.publicExponent)
                expectRefusal {
                    try RSA.PrivateKey(
                        modulus: modulus.span, publicExponent: exponent.span, privateExponent: input[0],
                        prime1: input[1], prime2: input[0], exponent1: input[1], exponent2: input[0],
                        coefficient: input[1], using: &random)
                }
                return []
            }
        }
    }

    private static let exponentOnly = SpanCase(
        "WaxRSA",
        [
            "RSA.PrivateKey.init(modulus:publicExponent:privateExponent:sizePolicy:)",
            "RSA.PrivateKey.init(modulus:publicExponent:privateExponent:sizePolicy:using:)",
        ]
    ) {
        let key = try Self.key.get()
        try guarded(
            key.publicKey.modulus, key.publicKey.publicExponent, [UInt8](copying: key.privateExponent.bytes)
        ) { input, _ in
            var random = SeededRandom(seed: 1)
            let same = try RSA.PrivateKey(
                modulus: input[0], publicExponent: input[1], privateExponent: input[2], using: &random)
            let again = try RSA.PrivateKey(modulus: input[0], publicExponent: input[1], privateExponent: input[2])
            #expect(same.privateExponent == key.privateExponent && again.privateExponent == key.privateExponent)
            return []
        }
        for count in fewLengths where count < 512 {
            try guarded(pattern(count)) { input, _ in
                let (modulus, exponent) = (key.publicKey.modulus, key.publicKey.publicExponent)
                expectRefusal {
                    try RSA.PrivateKey(
                        modulus: modulus.span, publicExponent: exponent.span, privateExponent: input[0])
                }
                return []
            }
        }
    }

    private static let signatures = SpanCase(
        "WaxRSA",
        [
            "RSA.Signing.PrivateKey.signature(forMessage:hash:padding:)",
            "RSA.Signing.PrivateKey.signature(forMessage:hash:padding:using:)",
            "RSA.Signing.PublicKey.isValidSignature(_:for:padding:)",
            "RSA.Signing.PublicKey.isValidSignature(_:forMessage:hash:padding:)",
        ]
    ) {
        let key = RSA.Signing.PrivateKey(try Self.key.get())
        for count in fewLengths {
            for padding in [RSA.Signing.Padding.pss(), .pkcs1v1_5] {
                let signature = try guarded(pattern(count)) { input, _ in
                    var random = SeededRandom(seed: 7)
                    return try key.signature(forMessage: input[0], hash: .sha256, padding: padding, using: &random)
                }
                let verdict = try guarded(pattern(count), signature, Array(signature.dropLast())) { input, _ in
                    let another = try key.signature(forMessage: input[0], hash: .sha256, padding: padding)
                    let digest = SHA256.hash(input[0])
                    return [
                        key.publicKey.isValidSignature(input[1], forMessage: input[0], padding: padding),
                        key.publicKey.isValidSignature(input[1], for: digest, padding: padding),
                        key.publicKey.isValidSignature(another.span, for: digest, padding: padding),
                        key.publicKey.isValidSignature(input[2], for: digest, padding: padding),
                    ].map { $0 ? 1 : 0 }
                }
                #expect(verdict == [1, 1, 1, 0])
            }
            try guarded(pattern(count)) { input, _ in
                let digest = SHA256.hash(data: [])
                let isValid = key.publicKey.isValidSignature(input[0], for: digest)
                #expect(!isValid)
                return []
            }
        }
    }

    private static let encryption = SpanCase(
        "WaxRSA",
        [
            "RSA.Encryption.PublicKey.encrypt(_:padding:)", "RSA.Encryption.PublicKey.encrypt(_:padding:using:)",
            "RSA.Encryption.PrivateKey.decrypt(_:padding:)", "RSA.Encryption.PrivateKey.decrypt(_:padding:using:)",
        ]
    ) {
        let key = RSA.Encryption.PrivateKey(try Self.key.get())
        for (padding, isOAEP) in [(RSA.Encryption.Padding.oaep, true), (.insecurePKCS1v1_5, false)] {
            let most = key.publicKey.maximumPlaintextByteCount(padding: padding)
            for count in fewLengths + [most, most + 1] {
                guard count <= most else {
                    try guarded(pattern(count)) { input, _ in
                        expectRefusal { try key.publicKey.encrypt(input[0], padding: padding) }
                        return []
                    }
                    continue
                }
                let box = try guarded(pattern(count)) { input, _ in
                    var random = SeededRandom(seed: 7)
                    return try key.publicKey.encrypt(input[0], padding: padding, using: &random)
                }
                let texts = try guarded(box, pattern(count)) { input, _ in
                    var random = SeededRandom(seed: 8)
                    let other = try key.publicKey.encrypt(input[1], padding: padding)
                    let first = try key.decrypt(input[0], padding: padding, using: &random)
                    let second = try key.decrypt(input[0], padding: padding)
                    let third = try key.decrypt(other.span, padding: padding)
                    return [first, second, third].flatMap { [UInt8](copying: $0.bytes) }
                }
                #expect(texts == pattern(count) + pattern(count) + pattern(count))
            }
            for count in fewLengths + [255, 256, 257] {
                // Below the modulus, and nothing that anybody has encrypted.
                try guarded([0] + pattern(count)) { input, _ in
                    let text = try? key.decrypt(input[0], padding: padding)
                    if isOAEP { #expect(text == nil) }
                    return text.map { [UInt8](copying: $0.bytes) } ?? []
                }
            }
        }
    }
}
