import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxTestSupport

@Suite("OpenSSH public keys")
struct OpenSSHTests {
    static func line() throws -> String { try Sample.text("OpenSSH/rsa-nopsw.key.pub") }

    @Test("A line is read and written as it was")
    func line() throws {
        let text = try Self.line()
        let read = try OpenSSHPublicKey(text)
        #expect(read.comment == "rsa-nopsw.key" && read.key.modulusBitCount == 2048)
        #expect("\(read)\n" == text)
        #expect(OpenSSHPublicKey(read.key, comment: "rsa-nopsw.key") == read)
        #expect(try RSA.PublicKey(openSSHBlob: read.key.openSSHBlob.span) == read.key)
    }

    @Test("Blanks around the fields, a missing comment, one with blanks inside, CR LF")
    func tolerated() throws {
        let parts = try Self.line().split(separator: " ").map(String.init)
        let key = try OpenSSHPublicKey(Self.line()).key
        for (text, comment) in [
            ("\(parts[0]) \(parts[1])", ""), ("  \(parts[0])\t \(parts[1])  \r\n", ""),
            ("\(parts[0]) \(parts[1]) me  at home \r\n", "me  at home"),
            ("\(parts[0]) \(parts[1]) ü#\u{1B}", "ü#\u{1B}"),
            ("# first\n\n\(parts[0]) \(parts[1]) x\n\n# last\n", "x"),
        ] {
            let read = try OpenSSHPublicKey(text)
            #expect(read == OpenSSHPublicKey(key, comment: comment))
        }
    }

    @Test("What is no line with an RSA key is refused by name")
    func refused() throws {
        let parts = try Self.line().split(separator: " ").map(String.init)
        let other = try Sample.text("OpenSSH/ed25519-nopsw.key.pub").split(separator: " ").map(String.init)
        for (text, error) in [
            ("", .missingKey), ("# remark\n", .missingKey), ("ssh-rsa", .missingKey), ("ssh-rsa  \t", .missingKey),
            (other.joined(separator: " "), .keyTypeNotSupported("ssh-ed25519")),
            (try Sample.text("OpenSSH/rsa-nopsw.key-cert.pub"), .keyTypeNotSupported("ssh-rsa-cert-v01@openssh.com")),
            (try Sample.text("OpenSSH/rsa-nopsw.key"), .moreThanOneLine),
            ("-----BEGIN", .keyTypeNotSupported("-----BEGIN")),
            ("SSH-RSA \(parts[1])", .keyTypeNotSupported("SSH-RSA")), ("ssh-rsa \(other[1])", .malformedKey),
            ("ssh-rsa \(parts[1])=", .invalidBase64), ("ssh-rsa \(parts[1].dropLast())", .invalidBase64),
            ("ssh-rsa AAAA", .malformedKey), ("\(parts[0]) \(parts[1])\nssh-rsa", .moreThanOneLine),
        ] as [(String, OpenSSHError)] {
            #expect(failure { () throws(OpenSSHError) in try OpenSSHPublicKey(text) } == error, "\(text.prefix(40))")
        }
        #expect("\(OpenSSHError.keyTypeNotSupported("a\u{1B}\u{202E}"))".contains("'a????'"))
    }

    @Test("The numbers of the binary form are in their one encoding")
    func blobs() throws {
        func string(_ bytes: [UInt8]) -> [UInt8] { [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
        let key = try OpenSSHPublicKey(Self.line()).key
        let (type, e, n) = (string(Array("ssh-rsa".utf8)), string([1, 0, 1]), string([0] + key.modulus))
        #expect(key.openSSHBlob == type + e + n)
        for blob in [
            [], type, type + e, type + e + n + [0], type + string([0, 1, 0, 1]) + n, type + e + string(key.modulus),
            type + e + string([0, 0] + key.modulus), type + string([]) + n, type + string([0]) + n,
            type + string([0x81]) + n,
            type + n + string([0]), [0xFF, 0xFF, 0xFF, 0xFF] + type + e + n, [0x7F, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]] {
            #expect(failure { () throws(OpenSSHError) in try RSA.PublicKey(openSSHBlob: blob.span) } == .malformedKey)
        }
        let wrongType = string(Array("ssh-dss".utf8)) + e + n
        #expect(
            failure { () throws(OpenSSHError) in try RSA.PublicKey(openSSHBlob: wrongType.span) }
                == .keyTypeNotSupported("ssh-dss"))
        let short = type + e + string([0] + key.modulus.prefix(128))
        let error = failure { () throws(OpenSSHError) in try RSA.PublicKey(openSSHBlob: short.span) }
        #expect(error == .keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024)))
    }

    @Test("The fingerprint of a SubjectPublicKeyInfo is that of the key, and no other form has one")
    func fingerprintOfDER() throws {
        let key = try OpenSSHPublicKey(Self.line()).key
        let der = key.derRepresentation
        #expect(try OpenSSHFingerprint(ofSubjectPublicKeyInfo: der.span) == key.fingerprint)
        for bytes in [key.pkcs1DERRepresentation, der + [0], Array(der.dropLast()), []] {
            #expect(throws: KeyError.self) { try OpenSSHFingerprint(ofSubjectPublicKeyInfo: bytes.span) }
        }
        // Numbers are not judged: 512 bits are too few for a key.
        let short = try Hex.decode(
            "305c300d06092a864886f70d0101010500034b003048024100" + String(repeating: "c5", count: 63) + "c70203010001")
        #expect(throws: KeyError.self) { try RSA.PublicKey(derRepresentation: short) }
        #expect(try OpenSSHFingerprint(ofSubjectPublicKeyInfo: short.span) != key.fingerprint)
    }

    @Test("A fingerprint is the one that ssh-keygen printed, and is read from its text only")
    func fingerprint() throws {
        let key = try OpenSSHPublicKey(Self.line())
        let fingerprint = try OpenSSHFingerprint("\(key.fingerprint)")
        #expect(fingerprint == key.fingerprint && fingerprint == OpenSSHFingerprint(of: key.key))
        let text = fingerprint.description
        #expect(text.hasPrefix("SHA256:") && text.utf8.count == 50)
        for wrong in [
            "", "SHA256:", String(text.dropFirst(7)), text + "=", text + " ", " " + text, String(text.dropLast()),
            text.replacing("SHA256", with: "sha256"), "MD5:00:11", text.dropLast() + "\u{E9}", text + "AAAA",
        ] {
            #expect(failure { () throws(OpenSSHError) in try OpenSSHFingerprint(wrong) } == .invalidFingerprint)
        }
    }

    @Test("What is accepted after random changes encodes again to the same bytes")
    func mutations() throws {
        let key = try OpenSSHPublicKey(Self.line())
        let line = Array("\(key)".utf8)
        var random = SeededRandom(seed: 4253)
        var (blobs, lines) = (0, 0)
        for _ in 0..<4000 {
            var blob = key.key.openSSHBlob
            mutate(&blob, using: &random)
            if let read = try? RSA.PublicKey(openSSHBlob: blob.span) {
                blobs += 1
                #expect(read.openSSHBlob == blob)
            }
            var changed = line
            mutate(&changed, using: &random)
            if let read = try? OpenSSHPublicKey(changed.span) {
                lines += 1
                #expect(try OpenSSHPublicKey("\(read)") == read)
            }
        }
        #expect(blobs > 100 && lines > 100 && blobs < 3900 && lines < 3900)
        for count in 0..<key.key.openSSHBlob.count {
            let cut = Array(key.key.openSSHBlob[..<count])
            #expect(failure { () throws(OpenSSHError) in try RSA.PublicKey(openSSHBlob: cut.span) } == .malformedKey)
        }
    }
}
