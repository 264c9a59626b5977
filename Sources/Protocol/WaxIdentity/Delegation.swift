import WaxCore
import WaxSHA
public import WaxWire
public import WaxX25519

/// What an identity key signs: that an X25519 key may speak for it, in one role and for some hours.
///
/// `u8 version = 1 | u8 key algorithm = 1 | u16 length | key | u8 role | 32 bytes SHA-256 of the identity | u64 not
/// before | u64 not after | u16 length | extensions`
///
/// It lets one RSA signature serve many handshakes. A stolen delegated key is good until `notAfter`; the identity
/// itself is not in danger.
public struct Delegation: Equatable, Sendable {
    /// The version of the form.
    public static var version: UInt8 { 1 }
    /// The number of the algorithm X25519.
    public static var x25519: UInt8 { 1 }
    /// What precedes the bytes that are signed, so that a signature of this kind is never taken for another.
    static var context: [UInt8] { [UInt8]("Waxwing delegation".utf8) + [0] }

    /// The key that may speak.
    public let key: Curve25519.KeyAgreement.PublicKey
    /// On which side of a connection.
    public let role: Role
    /// SHA-256 of the identity, 32 bytes.
    public let identityHash: [UInt8]
    /// From when on it is valid, in seconds since 1970.
    public let notBefore: UInt64
    /// Until when it is valid, in seconds since 1970.
    public let notAfter: UInt64
    /// Extensions; none are defined.
    public let extensions: ExtensionList

    /// Makes a delegation.
    ///
    /// - Precondition: The hash has 32 bytes.
    public init(
        key: Curve25519.KeyAgreement.PublicKey, role: Role, identityHash: [UInt8], notBefore: UInt64, notAfter: UInt64,
        extensions: ExtensionList = ExtensionList()
    ) {
        precondition(identityHash.count == SHA256Digest.byteCount, "SHA-256 has 32 bytes")
        self.key = key
        self.role = role
        self.identityHash = identityHash
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.extensions = extensions
    }

    /// Reads a delegation.
    ///
    /// - Throws: ``IdentityError/malformed(_:)``, ``IdentityError/unsupported(_:)``.
    public init(parsing bytes: Span<UInt8>) throws(IdentityError) {
        var reader = ByteReader(bytes)
        guard try reader.identityUInt8() == Delegation.version else { throw .unsupported(.delegationVersion) }
        guard try reader.identityUInt8() == Delegation.x25519 else { throw .unsupported(.keyAlgorithm) }
        let key = try reader.identityField()
        guard let role = Role(rawValue: try reader.identityUInt8()) else { throw .malformed(.badField) }
        let hash = try reader.identityBytes(SHA256Digest.byteCount)
        let notBefore = try reader.identityUInt64(), notAfter = try reader.identityUInt64()
        let extensionBytes = try reader.identityField()
        guard reader.isAtEnd else { throw .malformed(.trailingBytes) }
        do throws(X25519Error) {
            self.key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: key)
        } catch {
            throw .malformed(.badField)
        }
        do throws(WireError) {
            self.extensions = try ExtensionList(parsing: extensionBytes.span)
        } catch {
            throw .malformed(error.reason)
        }
        self.role = role
        self.identityHash = hash
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The bytes that are sent.
    public func encoded() -> [UInt8] {
        var list = ByteWriter()
        extensions.encode(into: &list)
        var writer = ByteWriter(reservingCapacity: 96 + list.count)
        writer.write(Delegation.version)
        writer.write(Delegation.x25519)
        writer.writeField(key.rawRepresentation)
        writer.write(role.rawValue)
        writer.write(identityHash)
        writer.write(notBefore)
        writer.write(notAfter)
        writer.writeField(list.bytes)
        return writer.bytes
    }

    /// The bytes that are signed: the context, a zero byte and the delegation.
    public static func signedBytes(_ delegation: [UInt8]) -> [UInt8] { context + delegation }
}
