import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-GCM: the context")
struct ContextTests {
    static let key = pattern(32, 11)
    static let nonce = pattern(12, 91)

    @Test("In place and into another buffer: the same, within guarded memory", arguments: AES.Backend.allCases)
    func inPlaceAndOutOfPlace(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let lengths = Array(0...70) + Array(250...275) + [511, 512, 513, 1000]
        for length in lengths {
            let text = pattern(length), data = pattern(length % 41, 13)
            let expected = try context.sealed(text, nonce: Self.nonce, data: data)
            for edge in GuardedBuffer.Edge.allCases {
                let guardedText = GuardedBuffer(text, touching: edge)
                let guardedData = GuardedBuffer(data, touching: edge)
                let guardedNonce = GuardedBuffer(Self.nonce, touching: edge)
                let output = GuardedBuffer(count: length, touching: edge)
                let tag = GuardedBuffer(count: 16, touching: edge)
                try output.withMutableSpan { output throws(AESError) in
                    try tag.withMutableSpan { tag throws(AESError) in
                        try context.seal(
                            guardedText.span, into: &output, nonce: guardedNonce.span,
                            authenticating: guardedData.span, tag: &tag)
                    }
                }
                #expect(output.bytes == expected.text && tag.bytes == expected.tag && guardedText.bytes == text)

                let opened = GuardedBuffer(count: length, touching: edge)
                try opened.withMutableSpan { opened throws(AESError) in
                    try context.open(
                        output.span, into: &opened, nonce: guardedNonce.span, authenticating: guardedData.span,
                        tag: tag.span)
                }
                #expect(opened.bytes == text && output.bytes == expected.text)
                try output.withMutableSpan { output throws(AESError) in
                    try context.open(
                        &output, nonce: guardedNonce.span, authenticating: guardedData.span, tag: tag.span)
                }
                #expect(output.bytes == text)
            }
        }
    }

    @Test("A flipped bit anywhere is refused: the text in place is as it was, another buffer is cleared",
        arguments: AES.Backend.allCases)
    func flippedBits(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let text = pattern(37), data = pattern(21, 13)
        let sealed = try context.sealed(text, nonce: Self.nonce, data: data)
        var trials = 0
        func expectRefused(_ sealed: Sealed, nonce: [UInt8], data: [UInt8], _ place: Comment) {
            trials += 1
            let opened = context.opened(sealed, nonce: nonce, data: data)
            #expect(opened.error == .authenticationFailure && opened.buffer == sealed.text, place)
            let other = context.openedElsewhere(sealed, outputCount: sealed.text.count, nonce: nonce, data: data)
            #expect(other.error == .authenticationFailure && other.output.allSatisfy { $0 == 0 }, place)
        }
        func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
            var bytes = bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            return bytes
        }
        for bit in 0..<(text.count * 8) {
            let forged = Sealed(text: flipped(sealed.text, bit), tag: sealed.tag)
            expectRefused(forged, nonce: Self.nonce, data: data, "text \(bit)")
        }
        for bit in 0..<128 {
            let forged = Sealed(text: sealed.text, tag: flipped(sealed.tag, bit))
            expectRefused(forged, nonce: Self.nonce, data: data, "tag \(bit)")
        }
        for bit in 0..<(data.count * 8) {
            expectRefused(sealed, nonce: Self.nonce, data: flipped(data, bit), "data \(bit)")
        }
        for bit in 0..<96 { expectRefused(sealed, nonce: flipped(Self.nonce, bit), data: data, "nonce \(bit)") }
        // Bytes that move from the associated data to the text change the lengths.
        let moved = Sealed(text: [data.last ?? 0] + sealed.text, tag: sealed.tag)
        expectRefused(moved, nonce: Self.nonce, data: Array(data.dropLast()), "a byte moved")
        for length in 0..<text.count {
            let cut = Sealed(text: Array(sealed.text[..<length]), tag: sealed.tag)
            expectRefused(cut, nonce: Self.nonce, data: data, "cut to \(length)")
        }
        #expect(trials == 37 * 8 + 128 + 21 * 8 + 96 + 1 + 37)
        #expect(context.opened(sealed, nonce: Self.nonce, data: data).buffer == text)
    }

    @Test("Tags of 12 to 16 bytes are the front of the longest; others are refused", arguments: AES.Backend.allCases)
    func tagSizes(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let text = pattern(50)
        let longest = try context.sealed(text, nonce: Self.nonce)
        for count in 0...33 {
            if (12...16).contains(count) {
                let sealed = try context.sealed(text, nonce: Self.nonce, tagCount: count)
                #expect(sealed.text == longest.text && sealed.tag == Array(longest.tag[..<count]))
                let opened = context.opened(sealed, nonce: Self.nonce)
                #expect(opened.error == nil && opened.buffer == text)
                var forged = sealed
                forged.tag[count - 1] ^= 1
                #expect(context.opened(forged, nonce: Self.nonce).error == .authenticationFailure)
            } else {
                #expect(throws: AESError.incorrectTagSize) {
                    try context.sealed(text, nonce: Self.nonce, tagCount: count)
                }
                let tag = Array((longest.tag + longest.tag + [0])[..<count])
                let opened = context.opened(Sealed(text: longest.text, tag: tag), nonce: Self.nonce)
                #expect(opened.error == .incorrectTagSize && opened.buffer == longest.text)
            }
        }
    }

    @Test("Wrong sizes are refused before anything is written")
    func sizes() throws {
        let context = try AES.GCM.Context(key: SymmetricKey(data: Self.key))
        let text = pattern(20)
        #expect(throws: AESError.incorrectNonceSize) { try context.sealed(text, nonce: []) }
        #expect(context.opened(Sealed(text: text, tag: pattern(16)), nonce: []).error == .incorrectNonceSize)
        for count in [0, 19, 21] {
            let sealed = context.sealedElsewhere(text, outputCount: count, nonce: Self.nonce)
            #expect(sealed.error == .incorrectOutputSize)
            #expect(sealed.output.text.allSatisfy { $0 == 0xA5 } && sealed.output.tag.allSatisfy { $0 == 0xA5 })
            let box = try context.sealed(text, nonce: Self.nonce)
            let opened = context.openedElsewhere(box, outputCount: count, nonce: Self.nonce)
            #expect(opened.error == .incorrectOutputSize && opened.output.allSatisfy { $0 == 0xA5 })
        }
    }

    @Test("The limits of SP 800-38D, section 5.2.1.1")
    func limits() {
        func check(text: UInt64 = 0, nonce: UInt64 = 12, data: UInt64 = 0, tag: UInt64 = 16) -> AESError? {
            do throws(AESError) {
                try AES.GCM.checkSizes(text: text, nonce: nonce, associatedData: data, tag: tag)
                return nil
            } catch {
                return error
            }
        }
        #expect(AES.GCM.maximumTextByteCount == 68_719_476_704)
        #expect(check(text: 68_719_476_704) == nil && check(text: 68_719_476_705) == .textTooLong)
        #expect(check(text: .max) == .textTooLong)
        let bits: UInt64 = 1 << 61
        #expect(check(data: bits - 1) == nil && check(data: bits) == .associatedDataTooLong)
        #expect(check(nonce: 1) == nil && check(nonce: 0) == .incorrectNonceSize)
        #expect(check(nonce: bits - 1) == nil && check(nonce: bits) == .incorrectNonceSize)
        #expect(check(tag: 11) == .incorrectTagSize && check(tag: 12) == nil)
        #expect(check(tag: 16) == nil && check(tag: 17) == .incorrectTagSize)
    }

    @Test("Many threads share one context", arguments: AES.Backend.allCases)
    func sharing(_ backend: AES.Backend) async throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let expected = try (0..<50).map { try context.sealed(pattern(20 * $0), nonce: Self.nonce) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try (0..<50).allSatisfy { try context.sealed(pattern(20 * $0), nonce: Self.nonce) == expected[$0] }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
