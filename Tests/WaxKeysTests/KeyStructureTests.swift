import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxTestSupport

@Suite("Key structures")
struct KeyStructureTests {
    /// A PKCS#8 structure with some of its parts replaced.
    struct Variation: Sendable {
        var version: Int64 = 0
        var oid = OID(1, 2, 840, 113549, 1, 1, 1)
        var parameters: [UInt8] = [5, 0]
        /// What follows the key.
        var rest: [UInt8] = []
        /// What follows all.
        var trailing: [UInt8] = []

        func encoded(_ key: RSA.PrivateKey) -> [UInt8] {
            var writer = DERWriter()
            writer.writeSequence { info in
                info.writeInteger(version)
                info.writeSequence { algorithm in
                    algorithm.writeOID(oid)
                    algorithm.writeEncoded(parameters.span)
                }
                info.writeOctetString(key.pkcs1DERRepresentation.bytes)
                info.writeEncoded(rest.span)
            }
            writer.writeEncoded(trailing.span)
            return writer.bytes
        }
    }

    /// [1] with a public key, as version 1 of PKCS#8 has it.
    static func publicKeyField(_ key: RSA.PublicKey) -> [UInt8] {
        var writer = DERWriter()
        writer.writeBitString(key.pkcs1DERRepresentation.span, as: .context(1, isConstructed: false))
        return writer.bytes
    }

    static func error(_ variation: Variation) throws -> KeyError? {
        let bytes = variation.encoded(try Sample.privateKey())
        return failure { () throws(KeyError) in try RSA.PrivateKey(derRepresentation: bytes.span) }
    }

    @Test("PKCS#8 is read with attributes and with its public key, and refused with anything else")
    func pkcs8() throws {
        let own = Self.publicKeyField(try Sample.publicKey())
        let foreign = Self.publicKeyField(
            try RSA.PublicKey(pemRepresentation: Sample.text("PEM_Serialization/rsa_public_key.pem")))
        let attributes = try Hex.decode("a00d300b0603551d0f310403020080")
        #expect(try Self.error(Variation()) == nil)
        #expect(try Self.error(Variation(rest: [0xA0, 0])) == nil)
        #expect(try Self.error(Variation(rest: attributes)) == nil)
        #expect(try Self.error(Variation(version: 1)) == nil)
        #expect(try Self.error(Variation(version: 1, rest: own)) == nil)
        #expect(try Self.error(Variation(version: 1, rest: attributes + own)) == nil)
        #expect(try Self.error(Variation(version: 1, rest: foreign)) == .publicKeyMismatch)
        #expect(try Self.error(Variation(version: 2)) == .versionNotSupported(2))
        #expect(try Self.error(Variation(version: -1)) == .versionNotSupported(-1))
        #expect(try Self.error(Variation(oid: OID(1, 3, 101, 112))) == .algorithmNotSupported(OID(1, 3, 101, 112)))
        #expect(try Self.error(Variation(parameters: [])) == .algorithmParametersNotNull)
        #expect(try Self.error(Variation(parameters: [0x30, 0])) == .algorithmParametersNotNull)
        // Not in the version, twice, in the wrong order, unknown, or malformed.
        for variation in [
            Variation(rest: own), Variation(version: 1, rest: own + own), Variation(version: 1, rest: own + attributes),
            Variation(rest: [5, 0]), Variation(trailing: [5, 0]), Variation(trailing: [0]),
            Variation(parameters: [5, 0, 5, 0]), Variation(parameters: [5, 1, 0]), Variation(rest: [0xA0, 1, 5]),
        ] {
            let error = try Self.error(variation)
            if case .invalidDER = error {} else { Issue.record("\(variation): \(error as Any)") }
        }
    }

    /// The parts of a PKCS#1 key, some of them replaced.
    static func pkcs1(_ key: RSA.PrivateKey, version: Int64 = 0, replacing place: Int? = nil, by part: [UInt8] = [])
        -> [UInt8]
    {
        var parts: [[UInt8]] = [
            key.publicKey.modulus, key.publicKey.publicExponent, key.privateExponent.array, key.prime1.array,
            key.prime2.array, key.exponent1.array, key.exponent2.array, key.coefficient.array,
        ]
        if let place { parts[place] = part }
        var writer = DERWriter()
        writer.writeSequence { sequence in
            sequence.writeInteger(version)
            for part in parts { sequence.writeUnsignedInteger(part.span) }
        }
        return writer.bytes
    }

    @Test("A PKCS#1 key of which one part is wrong is refused, whichever it is")
    func inconsistentParts() throws {
        let key = try Sample.privateKey()
        #expect(Self.pkcs1(key) == key.pkcs1DERRepresentation.array)
        for place in 0..<8 {
            for part in [
                [0], [1], [2], [0xFF], [UInt8](repeating: 0xA5, count: 128), [UInt8](repeating: 0xFF, count: 300),
            ] {
                let bytes = Self.pkcs1(key, replacing: place, by: part)
                let error = failure { () throws(KeyError) in try RSA.PrivateKey(derRepresentation: bytes.span) }
                if case .keyNotAccepted = error {} else { Issue.record("\(place) \(part): \(error as Any)") }
            }
        }
        let multiPrime = Self.pkcs1(key, version: 1)
        #expect(
            failure { () throws(KeyError) in try RSA.PrivateKey(derRepresentation: multiPrime.span) }
                == .multiplePrimesNotSupported)
    }

    @Test("A PKCS#1 key without primes is read: they are found again")
    func withoutPrimes() throws {
        let key = try Sample.privateKey()
        let parts = [key.publicKey.modulus, key.publicKey.publicExponent, key.privateExponent.array]
        func encoded(_ rest: [[UInt8]]) -> [UInt8] {
            var writer = DERWriter()
            writer.writeSequence { sequence in
                sequence.writeInteger(0)
                for part in parts + rest { sequence.writeUnsignedInteger(part.span) }
            }
            return writer.bytes
        }
        let read = try RSA.PrivateKey(derRepresentation: encoded([[0], [0], [0], [0], [0]]).span)
        #expect(read.publicKey == key.publicKey && read.privateExponent == key.privateExponent)
        #expect(Set([read.prime1.array, read.prime2.array]) == [key.prime1.array, key.prime2.array])
        for rest in [[[0], [0], [0], [0], [1]], [[1], [0], [0], [0], [0]]] as [[[UInt8]]] {
            #expect(throws: KeyError.self) { try RSA.PrivateKey(derRepresentation: encoded(rest).span) }
        }
    }

    @Test("A short key is read by name only", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func shortKeys() throws {
        let text = String(decoding: try Peer.output(of: "openssl", ["genrsa", "1024"]), as: UTF8.self)
        let refusal = KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))
        #expect(throws: refusal) { try RSA.PrivateKey(pemRepresentation: text) }
        let key = try RSA.PrivateKey(pemRepresentation: text, sizePolicy: .insecureLegacy)
        #expect(key.modulusBitCount == 1024)
        let again = try RSA.PrivateKey(derRepresentation: key.pkcs1DERRepresentation, sizePolicy: .insecureLegacy)
        #expect(again.publicKey == key.publicKey)
        for bytes in [key.publicKey.derRepresentation, key.publicKey.pkcs1DERRepresentation] {
            #expect(throws: refusal) { try RSA.PublicKey(derRepresentation: bytes) }
            #expect(try RSA.PublicKey(derRepresentation: bytes, sizePolicy: .insecureLegacy) == key.publicKey)
        }
        let publicText = key.publicKey.pemRepresentation
        #expect(throws: refusal) { try RSA.PublicKey(pemRepresentation: publicText) }
        #expect(try RSA.PublicKey(pemRepresentation: publicText, sizePolicy: .insecureLegacy) == key.publicKey)
    }

    @Test("A real key with three primes gives a clear error", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func threePrimes() throws {
        let text = try Peer.output(of: "openssl", ["genrsa", "-primes", "3", "2048"])
        let error = failure { () throws(KeyError) in try RSA.PrivateKey(pemRepresentation: text.span) }
        #expect(error == .multiplePrimesNotSupported)
        #expect("\(KeyError.multiplePrimesNotSupported)".contains("more than two primes"))
    }

    @Test("Negative and padded numbers are refused")
    func strictNumbers() throws {
        // An RSAPublicKey with a modulus that lacks the zero before its top bit, and one with a zero too many.
        let modulus = try Sample.publicKey().modulus
        for (prefix, code) in [([], DERError.Code.negativeInteger), ([0, 0], .invalidInteger)]
            as [([UInt8], DERError.Code)]
        {
            let contents = prefix + modulus
            var writer = DERWriter()
            writer.writeSequence { key in
                key.write(.integer, contents: contents.span)
                key.writeInteger(65537)
            }
            let bytes = writer.bytes
            let error = failure { () throws(KeyError) in try RSA.PublicKey(derRepresentation: bytes) }
            #expect(error == .invalidDER(DERError(code, at: 4)))
        }
    }

    @Test("Cut off at any byte, a key gives a declared error", arguments: ["pkcs1", "pkcs8", "spki", "pkcs1 public"])
    func truncated(form: String) throws {
        let key = try Sample.privateKey()
        let bytes: [UInt8]
        switch form {
        case "pkcs1": bytes = key.pkcs1DERRepresentation.array
        case "pkcs8": bytes = key.pkcs8DERRepresentation.array
        case "spki": bytes = key.publicKey.derRepresentation
        default: bytes = key.publicKey.pkcs1DERRepresentation
        }
        for count in 0..<bytes.count {
            let cut = Array(bytes[..<count])
            #expect(throws: KeyError.self) { try RSA.PrivateKey(derRepresentation: cut.span) }
            #expect(throws: KeyError.self) { try RSA.PublicKey(derRepresentation: cut) }
        }
    }

    @Test("A public key that is accepted after random changes encodes again to the same bytes")
    func publicMutations() throws {
        let key = try Sample.publicKey()
        var random = SeededRandom(seed: 5280)
        var accepted = 0
        for round in 0..<4000 {
            var bytes = round % 2 == 0 ? key.derRepresentation : key.pkcs1DERRepresentation
            mutate(&bytes, using: &random)
            guard let read = try? RSA.PublicKey(derRepresentation: bytes) else { continue }
            accepted += 1
            #expect(read.derRepresentation == bytes || read.pkcs1DERRepresentation == bytes)
        }
        #expect(accepted > 100 && accepted < 3900)
    }

    @Test("A private key that is accepted after random changes encodes again to the same bytes")
    func privateMutations() throws {
        let key = try Sample.privateKey()
        let forms = [key.pkcs8DERRepresentation.array, key.pkcs1DERRepresentation.array]
        var random = SeededRandom(seed: 5958)
        var refused = 0
        for round in 0..<2000 {
            var bytes = forms[round % 2]
            mutate(&bytes, using: &random)
            guard let read = try? RSA.PrivateKey(derRepresentation: bytes.span) else {
                refused += 1
                continue
            }
            #expect(read.pkcs8DERRepresentation.array == bytes || read.pkcs1DERRepresentation.array == bytes)
        }
        // A change to any number breaks the key, so nearly all are refused.
        #expect(refused > 1900)
    }

    @Test("A PEM file after random changes gives a key or a declared error")
    func pemMutations() throws {
        let text = Array(try Sample.privateKey().pemRepresentation.utf8)
        let expected = try Sample.publicKey()
        var random = SeededRandom(seed: 7468)
        var accepted = 0
        for _ in 0..<2000 {
            var changed = text
            mutate(&changed, using: &random)
            guard let key = try? RSA.PrivateKey(pemRepresentation: changed.span) else { continue }
            accepted += 1
            #expect(key.publicKey == expected)
        }
        #expect(accepted < 200)
    }
}
