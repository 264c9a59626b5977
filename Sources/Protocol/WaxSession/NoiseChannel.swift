import WaxCore
import WaxNoise

/// A secure channel from a Noise handshake: a cipher for each direction, which counts its records by itself.
final class NoiseChannel: SecureChannel {
    private let sending: CipherState
    private let receiving: CipherState
    private let exporter: Exporter

    /// Takes over what a handshake of an interactive pattern left behind.
    init(_ transport: consuming NoiseTransport) throws(SessionError) {
        guard let sending = transport.sending, let receiving = transport.receiving else {
            throw .misuse("a one-way handshake does not make a session")
        }
        self.sending = sending
        self.receiving = receiving
        exporter = transport.exporter
    }

    func seal(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {
        do throws(NoiseError) {
            try sending.encrypt(message: &body, authenticating: header)
        } catch {
            throw SessionError(.limit, "a record could not be sealed: \(error)")
        }
    }

    func open(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {
        do throws(NoiseError) {
            _ = try receiving.decrypt(message: &body, authenticating: header)
        } catch {
            throw SessionError(
                .peerMisbehaved, "a record is not what the peer sealed, or not in its place: \(error)",
                wireCode: .authenticationFailed)
        }
    }

    func rekeySealing() throws(SessionError) { try rekey(sending) }

    func rekeyOpening() throws(SessionError) { try rekey(receiving) }

    private func rekey(_ cipher: CipherState) throws(SessionError) {
        do throws(NoiseError) { try cipher.rekey() } catch {
            throw SessionError(.limit, "a key could not be changed: \(error)")
        }
    }

    var binding: [UInt8] { exporter.channelBinding }

    func export(label: [UInt8], context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
        do throws(NoiseError) {
            return try exporter.export(label: label, context: context, byteCount: count)
        } catch {
            throw .misuse("a label, a context or a count is out of range")
        }
    }
}
