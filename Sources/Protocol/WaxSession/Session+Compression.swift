import WaxCore
import WaxDeflate
import WaxWire

/// A piece of content in its compressed form, as the payload of one frame.
struct DeflatedPiece {
    /// How many bytes it stands for.
    let byteCount: Int
    /// The payload of the frame.
    let payload: [UInt8]

    /// The level of compression: beyond it, a processor could not keep up with a fast network.
    private static var level: Deflate.Level { 5 }

    /// Compresses; nil unless that saves a sixteenth at least.
    ///
    /// - Parameter bytes: As many as a frame may stand for (``/WaxWire/DeflatedPayload``).
    init?(_ bytes: Span<UInt8>) {
        let compressed = Deflate.compress(bytes, format: .raw, level: DeflatedPiece.level)
        guard compressed.count <= bytes.count - bytes.count / 16 else { return nil }
        do throws(WireError) {
            payload = try DeflatedPayload.encoded(byteCount: bytes.count, compressed: compressed.span)
        } catch {
            return nil
        }
        byteCount = bytes.count
    }
}

extension Session {
    /// The payload of a compressed frame, once it is clear that one may come.
    @_lifetime(copy frame)
    func deflated(_ frame: Frame) throws(SessionError) -> DeflatedPayload {
        guard limits.acceptsCompression else { throw .violation("a compressed frame, which this side does not take") }
        do throws(WireError) {
            return try DeflatedPayload(parsing: frame.payload)
        } catch {
            throw SessionError(error)
        }
    }

    /// Deals with a compressed frame as with the data frame that it stands for.
    func receiveDeflated(_ frame: Frame, on stream: Stream) throws(SessionError) {
        let payload = try deflated(frame)
        if case .stopped = stream.receiving { return giveBack(payload.byteCount, on: stream) }
        var content = [UInt8](repeating: 0, count: payload.byteCount)
        let count: Int
        do throws(DeflateError) {
            var output = content.mutableSpan
            count = try inflater.decompress(payload.compressed, into: &output)
        } catch {
            throw notWhatItSays
        }
        guard count == payload.byteCount else { throw notWhatItSays }
        try receiveData(content.span, on: stream)
    }

    /// The payload is not a DEFLATE stream from its beginning to its end, or is one of another length.
    private var notWhatItSays: SessionError {
        SessionError(.peerMisbehaved, "a compressed frame is not what it says", wireCode: .malformed)
    }
}
