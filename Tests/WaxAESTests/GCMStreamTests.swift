import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-GCM in chunks: STREAM")
struct GCMStreamTests {
    static let key = pattern(16, 11)
    static let prefix = pattern(7, 91)
    static var context: AES.GCM.Context { get throws { try AES.GCM.Context(key: SymmetricKey(data: key)) } }

    /// The chunks of a text, sealed; the first with a header.
    private static func sealed(_ chunks: [[UInt8]], prefix: [UInt8] = prefix) throws -> [[UInt8]] {
        var sealer = try AES.GCM.StreamSealer(using: context, noncePrefix: prefix.span)
        var result: [[UInt8]] = []
        for (index, chunk) in chunks.enumerated() {
            result.append(
                try sealer.seal(chunk, isLast: index == chunks.count - 1, authenticating: index == 0 ? [1, 2] : []))
        }
        try sealer.finish()
        return result
    }

    /// What an honest reader gets: the chunks before the first error, and the error.
    private static func opened(_ chunks: [[UInt8]]) throws -> (chunks: [[UInt8]], error: AESError?) {
        var opener = try AES.GCM.StreamOpener(using: context, noncePrefix: prefix.span)
        var result: [[UInt8]] = []
        do throws(AESError) {
            for (index, chunk) in chunks.enumerated() {
                result.append(
                    try opener.open(chunk, isLast: index == chunks.count - 1, authenticating: index == 0 ? [1, 2] : []))
            }
            try opener.finish()
            return (result, nil)
        } catch {
            return (result, error)
        }
    }

    static let texts: [[[UInt8]]] = [
        [[]], [pattern(1)], [pattern(64), pattern(64), pattern(10)], [pattern(64), pattern(64), []],
        [[], [], []], (0..<20).map { pattern(10 + $0) },
    ]

    @Test("Chunks of any size, an empty text among them, there and back", arguments: texts)
    func roundTrip(_ chunks: [[UInt8]]) throws {
        let sealed = try Self.sealed(chunks)
        #expect(zip(sealed, chunks).allSatisfy { $0.count == $1.count + 16 })
        let opened = try Self.opened(sealed)
        #expect(opened.chunks == chunks && opened.error == nil)
    }

    @Test("The nonces: prefix, number, mark of the last")
    func nonces() throws {
        let chunks = (0..<300).map { pattern($0 % 5) }
        let sealed = try Self.sealed(chunks)
        for (index, chunk) in chunks.enumerated() {
            let nonce = Self.prefix + [0, 0, UInt8(index >> 8), UInt8(index & 255), index == 299 ? 1 : 0]
            let expected = try Self.context.sealed(chunk, nonce: nonce, data: index == 0 ? [1, 2] : [])
            #expect(sealed[index] == expected.text + expected.tag)
        }
    }

    @Test("A stream that was changed in any way gives its chunks up to there and an error")
    func tampering() throws {
        let chunks = (0..<6).map { pattern(20, UInt8(2 * $0 + 1)) }
        let sealed = try Self.sealed(chunks)
        func expectRefused(_ stream: [[UInt8]], after count: Int, _ error: AESError, _ place: Comment) throws {
            let opened = try Self.opened(stream)
            #expect(opened.chunks == Array(chunks[..<count]) && opened.error == error, place)
        }
        for index in 0..<6 {
            for bit in [0, 7, 20 * 8, 36 * 8 - 1] {
                var changed = sealed
                changed[index][bit / 8] ^= 1 << (bit % 8)
                try expectRefused(changed, after: index, .authenticationFailure, "bit \(bit) of chunk \(index)")
            }
            var without = sealed
            without.remove(at: index)
            // Without the last chunk, the one before is asked for as the last and is not.
            try expectRefused(without, after: min(index, 4), .authenticationFailure, "chunk \(index) left out")
            var twice = sealed
            twice.insert(sealed[index], at: index)
            try expectRefused(twice, after: min(index + 1, 5), .authenticationFailure, "chunk \(index) repeated")
            var short = sealed
            short[index] = Array(sealed[index].prefix(15))
            try expectRefused(short, after: index, .authenticationFailure, "chunk \(index) shorter than a tag")
            for other in (index + 1)..<max(index + 1, 6) {
                var exchanged = sealed
                exchanged.swapAt(index, other)
                try expectRefused(exchanged, after: index, .authenticationFailure, "\(index) and \(other) exchanged")
            }
        }
        for count in 1..<6 {
            try expectRefused(Array(sealed[..<count]), after: count - 1, .authenticationFailure, "cut to \(count)")
        }
        try expectRefused(sealed + [sealed[5]], after: 5, .authenticationFailure, "a chunk more")
        try expectRefused([], after: 0, .streamTruncated, "nothing at all")
        let other = try Self.sealed(chunks, prefix: pattern(7, 3))
        try expectRefused([sealed[0], other[1]] + sealed[2...], after: 1, .authenticationFailure, "another stream")
    }

    @Test("A reader that does not know of the end finds out that there was none, or that there was one")
    func ends() throws {
        let sealed = try Self.sealed([pattern(5), pattern(6)])
        var opener = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: Self.prefix.span)
        _ = try opener.open(sealed[0], authenticating: [1, 2])
        var isComplete = opener.isComplete
        #expect(!isComplete)
        var failure: AESError?
        do throws(AESError) { try opener.finish() } catch { failure = error }
        #expect(failure == .streamTruncated)

        var second = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: Self.prefix.span)
        _ = try second.open(sealed[0], authenticating: [1, 2])
        _ = try second.open(sealed[1], isLast: true)
        isComplete = second.isComplete
        #expect(isComplete)
        failure = nil
        do throws(AESError) { _ = try second.open(sealed[1], isLast: true) } catch { failure = error }
        isComplete = second.isComplete
        #expect(failure == .streamEnded && !isComplete)
        do throws(AESError) { try second.finish() } catch { failure = error }
        #expect(failure == .authenticationFailure)

        var sealer = try AES.GCM.StreamSealer(using: Self.context, noncePrefix: Self.prefix.span)
        _ = try sealer.seal([1])
        isComplete = sealer.isComplete
        #expect(!isComplete)
        _ = try sealer.seal([2], isLast: true)
        isComplete = sealer.isComplete
        #expect(isComplete)
        failure = nil
        do throws(AESError) { _ = try sealer.seal([3]) } catch { failure = error }
        #expect(failure == .streamEnded)
        let unfinished = try AES.GCM.StreamSealer(using: Self.context, noncePrefix: Self.prefix.span)
        do throws(AESError) { try unfinished.finish() } catch { failure = error }
        #expect(failure == .streamTruncated)
    }

    @Test("After a refusal everything is refused, and a refused chunk stays as it was")
    func afterRefusal() throws {
        let sealed = try Self.sealed([pattern(50), pattern(60)])
        var opener = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: Self.prefix.span)
        var chunk = Array(sealed[0][..<50]), tag = Array(sealed[0][50...])
        tag[0] ^= 1
        var failure: AESError?
        do throws(AESError) {
            var span = chunk.mutableSpan
            try opener.open(&span, isLast: false, authenticating: [1, 2].span, tag: tag.span)
        } catch { failure = error }
        #expect(failure == .authenticationFailure && chunk == Array(sealed[0][..<50]))
        failure = nil
        do throws(AESError) { _ = try opener.open(sealed[0], authenticating: [1, 2]) } catch { failure = error }
        let isComplete = opener.isComplete
        #expect(failure == .authenticationFailure && !isComplete)
    }

    @Test("The last number is for the last chunk only")
    func overflow() throws {
        let chunk = pattern(9)
        for last in [UInt32.max - 1, UInt32.max] {
            var sealer = try AES.GCM.StreamSealer(using: Self.context, noncePrefix: Self.prefix.span, number: last)
            var opener = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: Self.prefix.span, number: last)
            var sealed: [UInt8]?
            var failure: AESError?
            do throws(AESError) { sealed = try sealer.seal(chunk) } catch { failure = error }
            #expect((failure == .streamTooLong) == (last == .max) && (sealed == nil) == (last == .max))
            if let sealed {
                let opened = try opener.open(sealed)
                #expect(opened == chunk)
            }
            let end = try sealer.seal(chunk, isLast: true)
            let opened = try opener.open(end, isLast: true)
            #expect(opened == chunk)
            let areComplete = sealer.isComplete && opener.isComplete
            #expect(areComplete)
            failure = nil
            do throws(AESError) { _ = try sealer.seal(chunk, isLast: true) } catch { failure = error }
            #expect(failure == .streamEnded)
        }
        var opener = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: Self.prefix.span, number: .max)
        var failure: AESError?
        do throws(AESError) { _ = try opener.open(pattern(20)) } catch { failure = error }
        #expect(failure == .streamTooLong)
    }

    @Test("A prefix has seven bytes")
    func prefixes() throws {
        #expect(AES.GCM.streamNoncePrefixByteCount == 7)
        for count in [0, 6, 8, 12] {
            #expect(throws: AESError.incorrectNonceSize) {
                let sealer = try AES.GCM.StreamSealer(using: Self.context, noncePrefix: pattern(count).span)
                _ = consume sealer
            }
            #expect(throws: AESError.incorrectNonceSize) {
                let opener = try AES.GCM.StreamOpener(using: Self.context, noncePrefix: pattern(count).span)
                _ = consume opener
            }
        }
    }
}
