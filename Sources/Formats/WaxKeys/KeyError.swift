import WaxEncoding
import WaxRSA

/// Why a file or an encoding is not the RSA key that was wanted.
public enum KeyError: Error, Equatable, Sendable {
    /// The text is not PEM.
    case invalidPEM(PEMError)

    /// The bytes are not DER, or not of the structure that a key has.
    case invalidDER(DERError)

    /// The parts do not make a key that is accepted: too short, too long, or inconsistent.
    case keyNotAccepted(RSAError)

    /// The file holds something else; what, says the label that it has in PEM or would have.
    case unexpectedPEMLabel(String)

    /// The key is encrypted with a passphrase (PKCS#8), and none was given.
    case passphraseNeeded

    /// The passphrase is not that of the key, or the file was changed. Nothing tells the two apart, and nothing says
    /// whether the padding was wrong or what lay under it.
    case decryptionFailed

    /// The key is encrypted by a scheme, a derivation or a cipher other than PBES2 with PBKDF2 or scrypt and AES-CBC
    /// (such as DES, RC2 or RC4, which protect nothing).
    case encryptionNotSupported(OID)

    /// The parameters of the encryption cannot be: no rounds, a cost that is no power of two, a vector or a key of
    /// another size than the cipher's.
    case encryptionParametersInvalid

    /// To decrypt the key would take more time or memory than the limits allow.
    case encryptionTooExpensive

    /// The key is encrypted in OpenSSL's old way, with header lines (`Proc-Type: 4,ENCRYPTED`, `DEK-Info`), which
    /// makes guessing the passphrase fast.
    case traditionalEncryptionNotSupported

    /// The private key is in OpenSSH's own format.
    case openSSHPrivateKeyNotSupported

    /// The key is of another algorithm, or bound to one use of RSA such as RSASSA-PSS (1.2.840.113549.1.1.10).
    case algorithmNotSupported(OID)

    /// The parameters of the algorithm are not the NULL that RFC 3279 section 2.3.1 wants.
    case algorithmParametersNotNull

    /// The version of the structure is none that is known.
    case versionNotSupported(Int64)

    /// The private key has more than two primes (version 1 of PKCS#1, with otherPrimeInfos).
    case multiplePrimesNotSupported

    /// The public key that stands beside the private one is that of another.
    case publicKeyMismatch
}

extension KeyError: CustomStringConvertible {
    /// What is wrong and, where something helps, what to do; nothing of the key.
    public var description: String {
        switch self {
        case .invalidPEM(let error): "\(error)"
        case .invalidDER(let error): "the key is malformed: \(error)"
        case .keyNotAccepted(let error): "the key is not accepted: \(error.explanation)"
        case .unexpectedPEMLabel(let label): "expected an RSA key, found '\(label)'"
        case .passphraseNeeded: "the key is encrypted: a passphrase is needed"
        case .decryptionFailed: "wrong passphrase, or the file was damaged"
        case .encryptionNotSupported(let oid):
            """
            the key is encrypted with algorithm \(oid), which is not supported; \
            encrypt a copy anew with: openssl pkcs8 -topk8 -in FILE -out NEW
            """
        case .encryptionParametersInvalid: "the parameters of the key's encryption are invalid"
        case .encryptionTooExpensive: "to decrypt the key would take more time or memory than is allowed"
        case .traditionalEncryptionNotSupported:
            """
            the key is encrypted in the old way of OpenSSL, which is not supported; \
            encrypt a copy anew with: openssl pkcs8 -topk8 -in FILE -out NEW
            """
        case .openSSHPrivateKeyNotSupported:
            """
            the key is in the private format of OpenSSH, which is not supported; \
            convert a copy of it with: ssh-keygen -p -m PKCS8 -f COPY
            """
        case .algorithmNotSupported(let oid): "expected an RSA key (\(OID.rsaEncryption)), found algorithm \(oid)"
        case .algorithmParametersNotNull: "the parameters of the algorithm of the RSA key are not NULL"
        case .versionNotSupported(let version): "the key is of version \(version), which is not supported"
        case .multiplePrimesNotSupported: "the key has more than two primes, which is not supported; make a new one"
        case .publicKeyMismatch: "the public key in the file is not that of the private key"
        }
    }
}

extension OID {
    /// rsaEncryption (RFC 8017 appendix A.1): a key for any use of RSA.
    static var rsaEncryption: OID { OID(1, 2, 840, 113549, 1, 1, 1) }
}

extension RSAError {
    /// Why a key was refused, for a person.
    var explanation: String {
        switch self {
        case .modulusSizeNotAccepted(let bitCount, let accepted):
            "its modulus has \(bitCount) bits, accepted are \(accepted.lowerBound) to \(accepted.upperBound)"
        case .modulusIsEven: "its modulus is even"
        case .publicExponentNotAccepted: "its public exponent is even, smaller than 3 or larger than 2^32-1"
        case .privateKeyInvalid(let defect): "its parts do not fit together (\(defect))"
        default: "\(self)"
        }
    }
}
