import WaxCore
import WaxWire

/// What a side shows of itself in the handshake: `u8 algorithm | u16 length | identity | u16 length | delegation | u16
/// length | signature`.
public struct IdentityBlock: Equatable, Sendable {
    /// The algorithm number of a bare RSA key, as a DER SubjectPublicKeyInfo with rsaEncryption.
    public static var rsa: UInt8 { 1 }

    /// What the identity is.
    public let algorithm: UInt8
    /// The identity, for ``rsa`` a SubjectPublicKeyInfo in DER; at most 65535 bytes, as the others.
    public let identity: [UInt8]
    /// A ``Delegation`` as it was signed.
    public let delegation: [UInt8]
    /// The signature of the delegation with the identity key.
    public let signature: [UInt8]

    /// Makes a block.
    public init(algorithm: UInt8 = IdentityBlock.rsa, identity: [UInt8], delegation: [UInt8], signature: [UInt8]) {
        self.algorithm = algorithm
        self.identity = identity
        self.delegation = delegation
        self.signature = signature
    }

    /// Reads a block, which must be all there is.
    ///
    /// - Throws: ``IdentityError/malformed(_:)``.
    public init(parsing bytes: Span<UInt8>) throws(IdentityError) {
        var reader = ByteReader(bytes)
        self.algorithm = try reader.identityUInt8()
        self.identity = try reader.identityField()
        self.delegation = try reader.identityField()
        self.signature = try reader.identityField()
        guard reader.isAtEnd else { throw .malformed(.trailingBytes) }
    }

    /// The bytes that are sent.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 7 + identity.count + delegation.count + signature.count)
        writer.write(algorithm)
        writer.writeField(identity)
        writer.writeField(delegation)
        writer.writeField(signature)
        return writer.bytes
    }
}

/// The payload of the second handshake message: `u16 version | identity block`.
public struct ServerPayload: Equatable, Sendable {
    /// The version chosen, one of those that the client offered.
    public let version: UInt16
    /// Who the server is.
    public let block: IdentityBlock

    /// Makes a payload.
    public init(version: UInt16, block: IdentityBlock) {
        self.version = version
        self.block = block
    }

    /// Reads a payload.
    ///
    /// - Throws: ``IdentityError/malformed(_:)``.
    public init(parsing bytes: Span<UInt8>) throws(IdentityError) {
        var reader = ByteReader(bytes)
        self.version = try reader.identityUInt16()
        self.block = try IdentityBlock(parsing: reader.readRemaining())
    }

    /// The bytes that are sent.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(version)
        writer.write(block.encoded())
        return writer.bytes
    }
}
