/// Decompresses one raw DEFLATE stream after the other, each by itself, and keeps what it takes to begin.
///
/// For many short pieces: to set up a decoder costs more than to decompress a hundred bytes.
package struct PieceInflater: Sendable {
    private var decoder = StreamDecoder(format: .raw, limits: .unlimited)

    /// A decoder.
    package init() {}

    /// Decompresses a whole stream into memory of the caller, whose size is the limit.
    ///
    /// - Parameters:
    ///   - data: The stream, from its beginning to its end.
    ///   - output: Where the result goes. What is behind it is of no use and may have changed.
    /// - Returns: The size of the result in bytes.
    /// - Throws: ``DeflateError``; ``DeflateError/outputLimitExceeded`` if the result does not fit.
    @_lifetime(output: copy output)
    package mutating func decompress(
        _ data: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(DeflateError) -> Int {
        decoder.restart()
        var position = 0
        var written = 0
        guard try !Deflate.decodeWhole(&decoder, data, &position, &output, &written) else {
            throw .outputLimitExceeded
        }
        return written
    }
}
