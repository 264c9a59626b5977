import FuzzSupport
import WaxCore
import WaxKeys
import WaxRSA

// Any bytes as a key file, in PEM or DER, with a passphrase and without: a key, which is read again from what is
// written of it, or a declared error of one line. What a file asks for in rounds and memory is limited, so no input takes
// long.

private let passphrase = SecretBytes(Array("fuzz".utf8))

private let limits = {
    var limits = KeyDecryptionLimits()
    limits.pbkdf2Rounds = 16
    limits.scryptMemory = 16 << 10
    limits.scryptWork = 64
    return limits
}()

private func check(_ read: () throws(KeyError) -> RSA.PrivateKey) {
    do throws(KeyError) {
        let key = try read()
        let again = try RSA.PrivateKey(derRepresentation: key.pkcs8DERRepresentation)
        require(again.pkcs1DERRepresentation == key.pkcs1DERRepresentation, "a private key changes")
    } catch {
        let text = "\(error)"
        require(!text.isEmpty && !text.contains("\n"), "an error without words")
    }
}

@_cdecl("FuzzKeys_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        for secret in [nil, passphrase] {
            check { () throws(KeyError) in
                try RSA.PrivateKey(derRepresentation: bytes.span, passphrase: secret, limits: limits)
            }
            check { () throws(KeyError) in
                try RSA.PrivateKey(pemRepresentation: bytes.span, passphrase: secret, limits: limits)
            }
        }
        for key in [
            try? RSA.PublicKey(derRepresentation: bytes), try? RSA.PublicKey(pemRepresentation: bytes.span),
            try? OpenSSHPublicKey(bytes.span).key,
        ] {
            guard let key else { continue }
            require((try? RSA.PublicKey(pemRepresentation: key.pemRepresentation)) == key, "a public key changes")
        }
        return 0
    }
}
