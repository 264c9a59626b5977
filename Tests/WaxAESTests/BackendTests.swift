import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

#if WAX_KERNELS
import WaxCPU
#endif

@Suite("AES: the implementations")
struct BackendTests {
    @Test("The fastest is preferred, and those without instructions of their own are always there")
    func table() {
        #expect(AES.Backend.allCases.first == AES.Backend.preferred)
        #expect(AES.Backend.allCases.suffix(AES.Backend.bitsliced.count) == AES.Backend.bitsliced[...])
        #expect(AES.Backend.known.filter(\.isAvailable) == AES.Backend.allCases)
        #expect(AES.Backend.known.count == Set(AES.Backend.known).count)
    }

    // What runs on every implementation runs on those that are there. These tests say which are not.

    #if WAX_KERNELS && arch(x86_64)
    @Test("VAES with AVX-512 takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.vaes512),
            "the processor has no VAES with AVX-512, or WAX_DISABLE names it"))
    func vaes512() { #expect(AES.Backend.allCases.contains(.vaes512)) }

    @Test("VAES with AVX2 takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.vaes256), "the processor has no VAES, or WAX_DISABLE names it"))
    func vaes256() { #expect(AES.Backend.allCases.contains(.vaes256)) }

    @Test("AES-NI takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.aesni), "the processor has no AES-NI, or WAX_DISABLE names it"))
    func aesni() { #expect(AES.Backend.allCases.contains(.aesni)) }
    #elseif WAX_KERNELS && arch(arm64)
    @Test("The instructions of arm64 take part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.armaes),
            "the processor has no AES or no PMULL, or WAX_DISABLE names it"))
    func armaes() { #expect(AES.Backend.allCases.contains(.armaes)) }
    #endif

    /// Sizes of associated data that end within, at and behind vectors and batches of every kernel.
    static let dataSizes = [0, 1, 15, 16, 17, 20, 31, 33, 48, 63, 64, 65, 127, 128, 200, 255, 257, 511, 512, 513, 600]

    @Test(
        "Every length of text from 0 to 1100: the same as without instructions, in place and elsewhere, at any address",
        arguments: AES.Backend.allCases, [16, 24, 32])
    func lengths(_ backend: AES.Backend, _ keySize: Int) throws {
        var random = SeededRandom(seed: 38)
        let key = random.bytes(count: keySize), bytes = random.bytes(count: 1200), data = random.bytes(count: 600)
        let context = try AES.GCM.Context(key, backend)
        let reference = try AES.GCM.Context(key, AES.Backend.bitsliced[0])
        for length in 0...1100 {
            let size = Self.dataSizes[length % Self.dataSizes.count]
            let nonce = Array(bytes[..<(length % 4 == 0 ? 1 + length % 61 : 12)])
            let shift = length % 65
            let text = Array(bytes[shift..<(shift + length)])
            let place: Comment = "\(length) bytes, \(size) of data, \(nonce.count) of nonce, from \(shift)"

            // The text stands between other bytes, which stay as they are.
            var buffer = bytes
            var tag = [UInt8](repeating: 0, count: 16)
            var span = buffer.mutableSpan
            var tagSpan = tag.mutableSpan
            var part = span._mutatingExtracting(shift..<(shift + length))
            try context.seal(&part, nonce: nonce.span, authenticating: data.span.extracting(first: size), tag: &tagSpan)
            let expected = try reference.sealed(text, nonce: nonce, data: Array(data[..<size]))
            let sealed = Sealed(text: Array(buffer[shift..<(shift + length)]), tag: tag)
            let end = shift + length
            let surroundings = buffer[..<shift] == bytes[..<shift] && buffer[end...] == bytes[end...]
            #expect(sealed == expected && surroundings, place)

            let elsewhere = context.sealedElsewhere(text, outputCount: length, nonce: nonce, data: Array(data[..<size]))
            #expect(elsewhere.error == nil && elsewhere.output == expected, place)
            let opened = context.opened(expected, nonce: nonce, data: Array(data[..<size]))
            #expect(opened.error == nil && opened.buffer == text, place)
            let other = context.openedElsewhere(expected, outputCount: length, nonce: nonce, data: Array(data[..<size]))
            #expect(other.error == nil && other.output == text, place)
        }
    }

    /// Around the ends of groups that are hashed with one reduction, and beyond counters of one byte and of two.
    static let longSizes = [
        1535, 1536, 1537, 1584, 1585, 1599, 1600, 1601, 1616, 2047, 2049, 3072, 3073, 3136, 3137, 4096, 4609, 8200, 70_001,
        1_048_600,
    ]

    @Test("Long texts and data: the same as without instructions", arguments: AES.Backend.allCases)
    func longTexts(_ backend: AES.Backend) throws {
        let key = pattern(32, 3), bytes = pattern(1_048_600, 17)
        let context = try AES.GCM.Context(key, backend)
        let reference = try AES.GCM.Context(key, AES.Backend.bitsliced[0])
        for (index, length) in Self.longSizes.enumerated() {
            let dataSize = [0, 13, 1587, 1600, 3073, 5000][index % 6], nonce = pattern(index % 3 == 2 ? 16 : 12, 40)
            let text = Array(bytes[..<length]), data = Array(bytes[..<dataSize])
            let sealed = try context.sealed(text, nonce: nonce, data: data)
            #expect(try sealed == reference.sealed(text, nonce: nonce, data: data), "\(length), \(dataSize)")
            let opened = context.opened(sealed, nonce: nonce, data: data)
            #expect(opened.error == nil && opened.buffer == text, "\(length), \(dataSize)")
        }
    }

    @Test("A wrong tag at every length: the ciphertext is as it was, another buffer is cleared",
        arguments: AES.Backend.allCases)
    func refusals(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(pattern(32, 11), backend)
        let nonce = pattern(12, 91)
        for length in Array(0...140) + [255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 5000] {
            let count = 12 + length % 5
            var sealed = try context.sealed(pattern(length), nonce: nonce, data: pattern(length % 37), tagCount: count)
            sealed.tag[length % count] ^= 0x80 >> UInt8(length % 8)
            let opened = context.opened(sealed, nonce: nonce, data: pattern(length % 37))
            #expect(opened.error == .authenticationFailure && opened.buffer == sealed.text, "\(length)")
            let other = context.openedElsewhere(sealed, outputCount: length, nonce: nonce, data: pattern(length % 37))
            #expect(other.error == .authenticationFailure && other.output.allSatisfy { $0 == 0 }, "\(length)")
        }
    }

    @Test("A counter that wraps around at 2^32 within a batch, at every place", arguments: AES.Backend.allCases)
    func wrapping(_ backend: AES.Backend) throws {
        let key = pattern(16, 7)
        let reference = try Engine(key.span, AES.Backend.bitsliced[0])
        let engine = try Engine(key.span, backend)
        for distance: UInt32 in 0...70 {
            var first = CounterBlock(nonce: pattern(12, 5).span)
            first.counter = 0 &- distance
            var counters = (first, first)
            var left = pattern(2048), right = pattern(2048)
            var leftSpan = left.mutableSpan, rightSpan = right.mutableSpan
            reference.addKeystream(to: &leftSpan, counter: &counters.0)
            engine.addKeystream(to: &rightSpan, counter: &counters.1)
            #expect(left == right && counters.0.counter == counters.1.counter, "\(distance)")
        }
    }

    @Test("The steps of messages in parts: the same as without instructions", arguments: AES.Backend.allCases)
    func steps(_ backend: AES.Backend) throws {
        let key = pattern(24, 7), bytes = pattern(1200, 29)
        let reference = try Engine(key.span, AES.Backend.bitsliced[0])
        let engine = try Engine(key.span, backend)
        for length in 0...1100 {
            var hashes = (GHASHElement(high: 3, low: UInt64.max), GHASHElement(high: 3, low: UInt64.max))
            reference.hash(bytes.span.extracting(first: length), into: &hashes.0)
            engine.hash(bytes.span.extracting(first: length), into: &hashes.1)
            #expect(hashes.0.high == hashes.1.high && hashes.0.low == hashes.1.low, "\(length)")
            guard length > 0 else { continue }
            let initial = (
                reference.initialBlock(bytes.span.extracting(first: length)),
                engine.initialBlock(bytes.span.extracting(first: length)))
            #expect(initial.0.columns == initial.1.columns && initial.0.counter == initial.1.counter, "\(length)")
            guard length % 16 == 0 else { continue }
            var counters = initial
            var left = bytes, right = bytes
            var leftSpan = left.mutableSpan, rightSpan = right.mutableSpan
            var leftPart = leftSpan._mutatingExtracting(1..<(1 + length))
            var rightPart = rightSpan._mutatingExtracting(1..<(1 + length))
            reference.sealBlocks(&leftPart, counter: &counters.0, hash: &hashes.0)
            engine.sealBlocks(&rightPart, counter: &counters.1, hash: &hashes.1)
            #expect(left == right && counters.0.counter == counters.1.counter, "\(length)")
            #expect(hashes.0.high == hashes.1.high && hashes.0.low == hashes.1.low, "\(length)")
        }
    }
}
