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
    /// What a compressed frame counts against credit, once it is clear that one may come.
    func deflatedByteCount(_ frame: Frame) throws(SessionError) -> Int {
        guard limits.acceptsCompression else { throw .violation("a compressed frame, which this side does not take") }
        let payload = frame.payload
        return try parsing { () throws(WireError) in try DeflatedPayload(parsing: payload).byteCount }
    }

    /// Deals with a compressed frame as with the data frame that it stands for.
    func receiveDeflated(_ frame: Frame, on stream: Stream) throws(SessionError) {
        let payload = frame.payload
        let byteCount = try deflatedByteCount(frame)
        if case .stopped = stream.receiving { return giveBack(byteCount, on: stream) }
        var content = [UInt8](repeating: 0, count: byteCount)
        let count: Int
        do {
            var output = content.mutableSpan
            count = try inflate(payload, into: &output)
        }
        guard count == byteCount else {
            throw SessionError(
                .peerMisbehaved, "a compressed frame is not what it says", wireCode: .malformed)
        }
        try receiveData(content.span, on: stream)
    }

    /// Decompresses a payload.
    ///
    /// - Returns: How many bytes there are, or none if it is not a DEFLATE stream from its beginning to its end, or
    ///   stands for more than there is room for.
    @_lifetime(output: copy output)
    private func inflate(_ payload: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(SessionError) -> Int {
        do throws(WireError) {
            let payload = try DeflatedPayload(parsing: payload)
            do throws(DeflateError) {
                return try inflater.decompress(payload.compressed, into: &output)
            } catch {
                return 0
            }
        } catch {
            throw SessionError(error)
        }
    }
}
