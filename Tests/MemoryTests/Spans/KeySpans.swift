import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxSHA
import WaxTestSupport

/// Keys in files of all kinds, whole and cut short.
enum KeySpans {
    static let all: [SpanCase] = [privateKeys, encryptedKeys, publicKeys, openSSH]

    /// Where a file of a length is cut.
    private static func cuts(_ count: Int) -> [Int] {
        Set(fewLengths.filter { $0 < count } + stride(from: 0, to: count, by: 97)).sorted()
    }

    private static let privateKeys = SpanCase(
        "WaxKeys",
        [
            "RSA.PrivateKey.init(derRepresentation:sizePolicy:)", "RSA.PrivateKey.init(pemRepresentation:sizePolicy:)",
        ]
    ) {
        let key = try RSASpans.key.get()
        for der in [key.pkcs8DERRepresentation, key.pkcs1DERRepresentation].map({ [UInt8](copying: $0.bytes) }) {
            try guarded(der) { input, _ in
                let same = try RSA.PrivateKey(derRepresentation: input[0])
                #expect(same.prime1 == key.prime1)
                return []
            }
            for count in cuts(der.count) {
                try guarded(Array(der.prefix(count))) { input, _ in
                    expectRefusal { try RSA.PrivateKey(derRepresentation: input[0]) }
                    return []
                }
            }
        }
        for text in [key.pemRepresentation, key.pkcs1PEMRepresentation].map({ Array($0.utf8) }) {
            try guarded(text) { input, _ in
                let same = try RSA.PrivateKey(pemRepresentation: input[0])
                #expect(same.prime1 == key.prime1)
                return []
            }
            for count in cuts(text.count) {
                try guarded(Array(text.prefix(count))) { input, _ in
                    expectRefusal { try RSA.PrivateKey(pemRepresentation: input[0]) }
                    return []
                }
            }
        }
    }

    private static let encryptedKeys = SpanCase(
        "WaxKeys",
        [
            "RSA.PrivateKey.init(derRepresentation:passphrase:sizePolicy:limits:)",
            "RSA.PrivateKey.init(pemRepresentation:passphrase:sizePolicy:limits:)",
            "RSA.DedicatedPrivateKey.init(pemRepresentation:passphrase:sizePolicy:limits:)",
        ]
    ) {
        let key = try RSASpans.key.get()
        let passphrase = SecretBytes(Array("correct horse".utf8))
        for derivation in [
            KeyEncryption.Derivation.pbkdf2(.sha256, rounds: try PBKDF2Rounds(existing: 2)),
            .scrypt(try Scrypt.Parameters(cost: 2, blockSize: 1)),
        ] {
            let encryption = KeyEncryption(derivation: derivation)
            let der = try key.encryptedDERRepresentation(passphrase: passphrase, encryption: encryption)
            let text = Array(try key.encryptedPEMRepresentation(passphrase: passphrase, encryption: encryption).utf8)
            try guarded(der, text) { input, _ in
                let keys = (
                    try RSA.PrivateKey(derRepresentation: input[0], passphrase: passphrase),
                    try RSA.PrivateKey(pemRepresentation: input[1], passphrase: passphrase),
                    try RSA.Signing.PrivateKey(pemRepresentation: input[1], passphrase: passphrase)
                )
                #expect(keys.0.prime1 == key.prime1 && keys.1.prime1 == key.prime1 && keys.2.key.prime1 == key.prime1)
                expectRefusal { try RSA.PrivateKey(derRepresentation: input[0], passphrase: nil) }
                return []
            }
            for count in cuts(der.count) {
                try guarded(Array(der.prefix(count)), Array(text.prefix(count))) { input, _ in
                    expectRefusal { try RSA.PrivateKey(derRepresentation: input[0], passphrase: passphrase) }
                    expectRefusal { try RSA.PrivateKey(pemRepresentation: input[1], passphrase: passphrase) }
                    return []
                }
            }
        }
    }

    private static let publicKeys = SpanCase(
        "WaxKeys",
        [
            "RSA.PublicKey.init(derRepresentation:sizePolicy:)", "RSA.PublicKey.init(pemRepresentation:sizePolicy:)",
            "OpenSSHFingerprint.init(ofSubjectPublicKeyInfo:)",
        ]
    ) {
        let key = try RSASpans.key.get().publicKey
        for der in [key.derRepresentation, key.pkcs1DERRepresentation] {
            for count in cuts(der.count) + [der.count] {
                let result = try guarded(Array(der.prefix(count))) { input, _ in
                    let fingerprint = try? OpenSSHFingerprint(ofSubjectPublicKeyInfo: input[0])
                    return [
                        (try? RSA.PublicKey(derRepresentation: input[0])) == key ? 1 : 0,
                        fingerprint == OpenSSHFingerprint(of: key) ? 1 : 0,
                    ]
                }
                let isWhole = count == der.count
                #expect(result == [isWhole ? 1 : 0, isWhole && der == key.derRepresentation ? 1 : 0])
            }
        }
        for text in [key.pemRepresentation, key.pkcs1PEMRepresentation].map({ Array($0.utf8) }) {
            for count in cuts(text.count) + [text.count] {
                let result = try guarded(Array(text.prefix(count))) { input, _ in
                    (try? RSA.PublicKey(pemRepresentation: input[0])) == key ? [1] : [0]
                }
                #expect(result == [count == text.count ? 1 : 0])
            }
        }
    }

    private static let openSSH = SpanCase(
        "WaxKeys",
        [
            "RSA.PublicKey.init(openSSHBlob:)", "OpenSSHPublicKey.init(_:)", "AuthorizedKeys.init(parsing:limits:)",
            "KnownHosts.init(parsing:limits:)",
        ]
    ) {
        let key = try RSASpans.key.get().publicKey
        let blob = key.openSSHBlob
        for count in cuts(blob.count) + [blob.count] {
            let result = try guarded(Array(blob.prefix(count))) { input, _ in
                (try? RSA.PublicKey(openSSHBlob: input[0])) == key ? [1] : [0]
            }
            #expect(result == [count == blob.count ? 1 : 0])
        }
        let line = OpenSSHPublicKey(key, comment: "").description
        for (prefix, suffix) in [("", ""), ("restrict,command=\"a b\" ", " a comment"), ("host:1 ", "\n# end\n")] {
            let text = Array((prefix + line + suffix).utf8)
            for count in cuts(text.count) + [text.count] {
                try guarded(Array(text.prefix(count))) { input, _ in
                    let entries = (try? AuthorizedKeys(parsing: input[0]))?.entries.count
                    let hosts = try? KnownHosts(parsing: input[0])
                    let key = try? OpenSSHPublicKey(input[0])
                    if count == text.count, prefix.isEmpty { #expect(key != nil && entries == 1) }
                    if count == text.count, prefix.hasPrefix("host") { #expect(hosts != nil) }
                    return [entries == nil ? 0 : 1, hosts == nil ? 0 : 1, key == nil ? 0 : 1]
                }
            }
        }
        for count in lengths {
            try guarded(pattern(count)) { input, _ in
                _ = try? AuthorizedKeys(parsing: input[0])
                _ = try? KnownHosts(parsing: input[0])
                expectRefusal { try OpenSSHPublicKey(input[0]) }
                expectRefusal { try RSA.PublicKey(openSSHBlob: input[0]) }
                return []
            }
        }
    }
}
