public import WaxCore
import WaxSHA
public import WaxX25519

/// What a handshake leaves behind.
public struct NoiseTransport {
    /// The cipher for what this side sends; none for the responder of a one-way protocol.
    public let sending: CipherState?
    /// The cipher for what this side receives; none for the initiator of a one-way protocol.
    public let receiving: CipherState?
    /// Secrets for other purposes, and the name of this one session.
    public let exporter: Exporter
    /// The peer's static key, if the pattern has one.
    public let remoteStatic: Curve25519.KeyAgreement.PublicKey?
}

/// Derives secrets from a session that both sides can compute and nobody else, for use outside of it.
public struct Exporter: Sendable {
    /// The hash of the whole handshake, 32 bytes, not secret: the same on both sides of one session and of no other. To
    /// bind something to the session, sign this, or mix it in (Noise section 11.2).
    public let channelBinding: [UInt8]

    private let secret: SymmetricKey

    init(channelBinding: [UInt8], secret: SymmetricKey) {
        self.channelBinding = channelBinding
        self.secret = secret
    }

    /// Derives a secret.
    ///
    /// HKDF-SHA-256 with the channel binding as salt, the exporter secret as input, and as info
    /// `"waxwing exporter" | 0 | u16 byte count | u8 length | label | u16 length | context`.
    ///
    /// - Parameters:
    ///   - label: What the secret is for: at most 255 bytes, different for each purpose.
    ///   - context: What else it depends on, at most 65535 bytes.
    ///   - byteCount: How many bytes, 1 to 8160.
    /// - Throws: ``NoiseError/exportTooLong`` if one of these is out of range.
    public func export(label: [UInt8], context: [UInt8] = [], byteCount: Int) throws(NoiseError) -> SymmetricKey {
        guard label.count <= 255, context.count <= 65535, byteCount >= 1, byteCount <= 255 * 32 else {
            throw .exportTooLong
        }
        var info = ByteWriter(reservingCapacity: 32 + label.count + context.count)
        info.write([UInt8]("waxwing exporter".utf8))
        info.write(UInt8(0))
        info.write(UInt16(truncatingIfNeeded: byteCount))
        info.write(UInt8(truncatingIfNeeded: label.count))
        info.write(label)
        info.write(UInt16(truncatingIfNeeded: context.count))
        info.write(context)
        do throws(HKDFError) {
            return try HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, salt: channelBinding, info: info.bytes, outputByteCount: byteCount)
        } catch {
            throw .exportTooLong
        }
    }
}
