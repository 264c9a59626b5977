public import WaxCore
import WaxX25519

extension Handshake {
    /// Writes the next message.
    ///
    /// - Parameters:
    ///   - payload: What goes along. How well it is protected depends on the message: see Noise section 7.7.
    ///   - random: Where the ephemeral key comes from.
    /// - Returns: The message, at most 65535 bytes.
    /// - Throws: ``NoiseError/wrongTurn``, ``NoiseError/messageTooLong`` or ``NoiseError/missingKey``, and the
    ///   handshake is as before; ``NoiseError/invalidPublicKey`` if a key received earlier turns out to be no good, and
    ///   the handshake is dead.
    public mutating func writeMessage(
        payload: Span<UInt8>, using random: inout some RandomSource
    ) throws(NoiseError) -> [UInt8] {
        try check(.write)
        let tokens = self.protocol.pattern.messages[messageIndex]
        guard payload.count <= largestPayload else { throw .messageTooLong }
        try checkPresharedKeys()
        if tokens.contains(.e) { keys.localEphemeral = Curve25519.KeyAgreement.PrivateKey(using: &random) }
        do throws(NoiseError) {
            return try write(tokens, payload: payload)
        } catch {
            fail()
            throw error
        }
    }

    /// Writes the next message.
    public mutating func writeMessage(
        payload: [UInt8] = [], using random: inout some RandomSource
    ) throws(NoiseError) -> [UInt8] {
        try writeMessage(payload: payload.span, using: &random)
    }

    /// The largest payload in bytes that the next message can take, be it written here or by the peer.
    public var largestPayload: Int {
        guard turn == .write || turn == .read else { return 0 }
        var count = Handshake.largestMessage
        var hasKey = symmetric.hasKey
        let withPresharedKeys = self.protocol.pattern.presharedKeyCount > 0
        for token in self.protocol.pattern.messages[messageIndex] {
            switch token {
            case .e:
                count -= 32
                if withPresharedKeys { hasKey = true }
            case .s: count -= hasKey ? 32 + CipherState.tagByteCount : 32
            case .ee, .es, .se, .ss, .psk: hasKey = true
            }
        }
        return hasKey ? count - CipherState.tagByteCount : count
    }

    /// Reads the peer's next message.
    ///
    /// - Parameter message: The whole message.
    /// - Returns: Its payload.
    /// - Throws: ``NoiseError/wrongTurn`` or ``NoiseError/missingKey``, and the handshake is as before; any other
    ///   ``NoiseError``, and it is dead.
    public mutating func readMessage(_ message: Span<UInt8>) throws(NoiseError) -> [UInt8] {
        try check(.read)
        try checkPresharedKeys()
        do throws(NoiseError) {
            return try read(self.protocol.pattern.messages[messageIndex], from: message)
        } catch {
            fail()
            throw error
        }
    }

    /// Reads the peer's next message.
    public mutating func readMessage(_ message: [UInt8]) throws(NoiseError) -> [UInt8] {
        try readMessage(message.span)
    }

    private mutating func write(_ tokens: [Token], payload: Span<UInt8>) throws(NoiseError) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(payload.count + 128)
        for token in tokens {
            switch token {
            case .e:
                guard let key = keys.localEphemeral?.publicKey else { throw .missingKey }
                message.append(copying: key.bytes)
                try symmetric.mixEphemeral(key.bytes)
            case .s:
                guard let key = keys.localStatic?.publicKey else { throw .missingKey }
                try symmetric.encryptAndHash(key.bytes, appendingTo: &message)
            case .ee, .es, .se, .ss: try mixSecret(token)
            case .psk: try mixPresharedKey()
            }
        }
        try symmetric.encryptAndHash(payload, appendingTo: &message)
        messageIndex += 1
        return message
    }

    private mutating func read(_ tokens: [Token], from message: Span<UInt8>) throws(NoiseError) -> [UInt8] {
        guard message.count <= Handshake.largestMessage else { throw .messageTooLong }
        var reader = ByteReader(message)
        for token in tokens {
            switch token {
            case .e:
                let key = try publicKey([UInt8](copying: try take(32, from: &reader)))
                keys.remoteEphemeral = key
                try symmetric.mixEphemeral(key.bytes)
            case .s:
                let count = symmetric.hasKey ? 32 + CipherState.tagByteCount : 32
                keys.remoteStatic = try publicKey(try symmetric.decryptAndHash(try take(count, from: &reader)))
            case .ee, .es, .se, .ss: try mixSecret(token)
            case .psk: try mixPresharedKey()
            }
        }
        let payload = try symmetric.decryptAndHash(reader.readRemaining())
        messageIndex += 1
        return payload
    }

    @_lifetime(copy reader)
    private func take(_ count: Int, from reader: inout ByteReader) throws(NoiseError) -> Span<UInt8> {
        do throws(EndOfInput) { return try reader.read(count: count) } catch { throw .messageTooShort }
    }

    private func publicKey(_ bytes: [UInt8]) throws(NoiseError) -> Curve25519.KeyAgreement.PublicKey {
        do throws(X25519Error) {
            return try Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
        } catch {
            throw .messageTooShort
        }
    }
}
