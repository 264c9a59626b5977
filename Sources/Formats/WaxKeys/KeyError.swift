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

    /// The PEM text holds something else; what, says its label.
    case unexpectedPEMLabel(String)

    /// The key is encrypted with a passphrase, by PKCS#8 or in OpenSSL's old way.
    case encryptedKeyNotSupported

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
        case .encryptedKeyNotSupported:
            """
            the key is encrypted, which is not supported yet; \
            write a copy without passphrase with: openssl pkey -in FILE -out NEW
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
        let accepted = RSA.acceptedBitCounts
        return switch self {
        case .modulusSizeNotAccepted(let bitCount):
            "its modulus has \(bitCount) bits, accepted are \(accepted.lowerBound) to \(accepted.upperBound)"
        case .modulusIsEven: "its modulus is even"
        case .publicExponentNotAccepted: "its public exponent is even, smaller than 3 or larger than 2^32-1"
        case .privateKeyInvalid(let defect): "its parts do not fit together (\(defect))"
        default: "\(self)"
        }
    }
}
