package import WaxCore
package import WaxIdentity
package import WaxWire

/// What protects a session: a cipher for each direction and what was agreed on in the handshake.
///
/// The session knows nothing else of the cryptography under it. Noise is the first implementation.
package protocol SecureChannel: AnyObject {
    /// Encrypts in place.
    ///
    /// - Parameters:
    ///   - body: The plaintext, followed by 16 bytes of room for the tag.
    ///   - header: What is authenticated along with it: the three bytes of the unit's header.
    func seal(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError)

    /// Decrypts in place. On failure no plaintext is left in `body`, and nothing more can be opened.
    ///
    /// - Parameters:
    ///   - body: The ciphertext, followed by its 16-byte tag. Becomes the plaintext, shorter by the tag.
    ///   - header: What is authenticated along with it.
    func open(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError)

    /// Changes the key for what is sealed from now on.
    func rekeySealing() throws(SessionError)

    /// Changes the key for what is opened from now on.
    func rekeyOpening() throws(SessionError)

    /// A value that belongs to this session alone; not secret.
    var binding: [UInt8] { get }

    /// Derives a secret that only the two sides know. The sizes have been checked.
    func export(label: [UInt8], context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey
}

/// One side of a handshake: takes the units that come before the first record, gives the units to send, and in the
/// end the secure channel.
package protocol HandshakeDriver: AnyObject {
    /// The units that may come next.
    var accepted: UnitTypes { get }

    /// What is sent before anything has been received.
    func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8]

    /// Takes one unit.
    ///
    /// - Parameters:
    ///   - header: The header of the unit.
    ///   - unit: All bytes of the unit, its header included.
    /// - Throws: An error that ends the handshake; its wire code, if it has one, is what the peer is rejected with.
    func receive(
        _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
    ) throws(SessionError) -> HandshakeProgress
}

/// What a handshake has come to.
package enum HandshakeProgress {
    /// Send this; more units must come.
    case continues(output: [UInt8])
    /// Send this; then there are keys and records follow.
    case complete(output: [UInt8], channel: any SecureChannel, peer: Peer)
    /// Send this; there are keys, but the peer is not wanted: tell it so in a record, and end.
    case refused(output: [UInt8], channel: any SecureChannel, peer: Peer, Refusal, SessionError)
}
