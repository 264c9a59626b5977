import FuzzSupport
import WaxDeflate

// Any bytes at any level, in any pieces and with any flushes, come back; without flushes the pieces make no
// difference. The input is repeated with changes, so that it is longer than the windows.

@_cdecl("FuzzDeflate_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        guard bytes.count >= 4, let level = Deflate.Level(Int(bytes[0] % 10)) else { return 0 }
        let format = [Deflate.Format.raw, .zlib, .gzip][Int(bytes[0] / 10 % 3)]
        let flushes = bytes[0] >= 128
        let copies = bytes[1] < 200 ? 1 : Int(bytes[1] - 199) * 12
        let seed = [UInt8](bytes[4...])
        var data: [UInt8] = []
        for copy in 0..<copies where data.count < 600_000 {
            data += copy % 3 == 2 ? seed.map { $0 ^ UInt8(truncatingIfNeeded: copy) } : seed
        }

        let whole = Deflate.compress(data, format: format, level: level)
        require(
            whole.count <= Deflate.maximumCompressedByteCount(for: data.count, format: format), "larger than announced")
        guard let output = try? Deflate.decompress(whole, format: format) else {
            require(false, "it cannot be decompressed")
            return 0
        }
        require(output == data, "it comes back as something else")

        var state = UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        func next() -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 12)
        }
        let dictionary = flushes && format != .gzip && bytes[3] & 1 == 1 ? [UInt8](data.suffix(40_000)) : []
        var deflater = Deflater(format: format, level: level, dictionary: dictionary)
        var result: [UInt8] = []
        var position = 0
        var progress: Deflater.Progress
        var pending: Deflater.Flush?
        repeat {
            let size = next() % (copies > 1 ? 100_000 : 400)
            let end = min(data.count, position + size)
            // A flush that has begun is gone through with.
            let flush: Deflater.Flush
            if let pending {
                flush = pending
            } else {
                flush = end == data.count ? .finish : flushes ? [.none, .none, .sync, .full][next() % 4] : .none
            }
            var piece = [UInt8](repeating: 0, count: next() % 3000)
            var target = piece.mutableSpan
            let until = pending == nil || flush == .finish ? end : position
            progress = deflater.deflate(data.span.extracting(position..<until), into: &target, flush: flush)
            let isFlushing = flush != .none && progress.consumed == until - position
            pending = isFlushing && progress.status == .needsOutput ? flush : nil
            position += progress.consumed
            result += piece[..<progress.produced]
        } while progress.status != .finished
        if !flushes { require(result == whole, "in pieces differs") }
        guard let again = try? Deflate.decompress(result, format: format, dictionary: dictionary) else {
            require(false, "pieces cannot be decompressed")
            return 0
        }
        require(again == data, "pieces come back as something else")
        return 0
    }
}
