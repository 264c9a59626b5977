extension Deflate {
    /// Decompresses the whole of some data.
    ///
    /// - Parameters:
    ///   - data: The compressed data.
    ///   - format: What stands around the compressed data.
    ///   - limits: What is too much; 64 MiB of output unless said otherwise.
    ///   - dictionary: The preset dictionary that raw data was compressed with, or that zlib data may need.
    /// - Throws: ``DeflateError``, and nothing is returned.
    public static func decompress(
        _ data: [UInt8], format: Format, limits: DeflateLimits = .standard, dictionary: [UInt8] = []
    ) throws(DeflateError) -> [UInt8] {
        guard !dictionary.isEmpty else { return try decompress(data.span, format: format, limits: limits) }
        var inflater = Inflater(format: format, limits: limits, dictionary: dictionary)
        let output = try inflater.update(data)
        try inflater.finish()
        return output
    }

    /// Decompresses the whole of some data.
    ///
    /// - Parameters:
    ///   - data: The compressed data.
    ///   - format: What stands around the compressed data.
    ///   - limits: What is too much; 64 MiB of output unless said otherwise.
    /// - Throws: ``DeflateError``, and nothing is returned.
    public static func decompress(
        _ data: Span<UInt8>, format: Format, limits: DeflateLimits = .standard
    ) throws(DeflateError) -> [UInt8] {
        var decoder = StreamDecoder(format: format, limits: limits)
        // The array grows with what is really there, by doubling.
        let guess = UInt64(data.count) &* 4 &+ 1024
        var output = [UInt8](repeating: 0, count: Int(clamping: min(guess, limits.maxOutput)))
        var position = 0
        var written = 0
        while true {
            var target = output.mutableSpan
            guard try decodeWhole(&decoder, data, &position, &target, &written) else { break }
            let grown = min(UInt64(output.count) &* 2 &+ 1024, max(limits.maxOutput, UInt64(output.count) &+ 1))
            output.append(contentsOf: repeatElement(0, count: Int(clamping: grown) &- output.count))
        }
        // Much more memory than needed would stay with the array otherwise.
        guard written >= output.count / 4 &* 3 else { return [UInt8](output[..<written]) }
        output.removeLast(output.count &- written)
        return output
    }

    /// Decompresses the whole of some data into memory of the caller, whose size is the limit.
    ///
    /// - Parameters:
    ///   - data: The compressed data.
    ///   - format: What stands around the compressed data.
    ///   - output: Where the result goes. What is behind it is of no use and may have changed.
    ///   - limits: Further limits; none unless named, since the output has one.
    /// - Returns: The size of the result in bytes.
    /// - Throws: ``DeflateError``; ``DeflateError/outputLimitExceeded`` if the result does not fit.
    @_lifetime(output: copy output)
    public static func decompress(
        _ data: Span<UInt8>, format: Format, into output: inout MutableSpan<UInt8>,
        limits: DeflateLimits = .unlimited
    ) throws(DeflateError) -> Int {
        var decoder = StreamDecoder(format: format, limits: limits)
        var position = 0
        var written = 0
        guard try !decodeWhole(&decoder, data, &position, &output, &written) else { throw .outputLimitExceeded }
        return written
    }

    /// - Returns: True if there is more output than room.
    @_lifetime(output: copy output)
    static func decodeWhole(
        _ decoder: inout StreamDecoder, _ data: Span<UInt8>, _ position: inout Int,
        _ output: inout MutableSpan<UInt8>, _ written: inout Int
    ) throws(DeflateError) -> Bool {
        switch try decoder.decode(data, &position, &output, &written) {
        case .needsOutput: return true
        case .needsDictionary(let checksum): throw .dictionaryNeeded(checksum)
        case .needsInput:
            guard decoder.mayEnd else { throw .truncated }
        case .finished:
            guard position == data.count else { throw .trailingData }
        }
        return false
    }
}
