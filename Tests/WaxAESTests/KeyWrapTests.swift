import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES key wrap")
struct KeyWrapTests {
    /// RFC 3394, sections 4.1 to 4.6: the sizes of the two keys in bytes, and the wrapped key.
    static let examples = [
        (16, 16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
        (24, 16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"),
        (32, 16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
        (24, 24, "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
        (32, 24, "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        (32, 32, "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"),
    ]

    @Test("The examples of RFC 3394", arguments: AES.Backend.allCases)
    func specification(_ backend: AES.Backend) throws {
        let data = try Hex.decode("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f")
        for (kekCount, count, wrapped) in Self.examples {
            let kek = SymmetricKey(data: (0..<kekCount).map { UInt8($0) })
            let context = try AES.KeyWrap.Context(key: kek, backend: backend)
            #expect(try Hex.encode(context.wrapped(Array(data[..<count]))) == wrapped)
            #expect(try context.unwrapped(Hex.decode(wrapped)) == Array(data[..<count]))
            let key = SymmetricKey(data: Array(data[..<count]))
            #expect(try Hex.encode(AES.KeyWrap.wrap(key, using: kek)) == wrapped)
            #expect(try AES.KeyWrap.unwrap(Hex.decode(wrapped), using: kek) == key)
        }
    }

    @Test("The examples of RFC 5649", arguments: AES.Backend.allCases)
    func paddedSpecification(_ backend: AES.Backend) throws {
        let kek = SymmetricKey(data: try Hex.decode("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8"))
        let context = try AES.KeyWrap.Context(key: kek, backend: backend)
        let examples = [
            (
                "c37b7e6492584340bed12207808941155068f738",
                "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"
            ),
            ("466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f"),
        ]
        for (key, wrapped) in examples {
            #expect(try Hex.encode(context.wrappedPadded(Hex.decode(key))) == wrapped)
            #expect(try Hex.encode(context.unwrappedPadded(Hex.decode(wrapped))) == key)
            let symmetric = SymmetricKey(data: try Hex.decode(key))
            #expect(try Hex.encode(AES.KeyWrap.wrapPadded(symmetric, using: kek)) == wrapped)
            #expect(try AES.KeyWrap.unwrapPadded(Hex.decode(wrapped), using: kek) == symmetric)
        }
    }

    @Test("Every size there and back; every flipped bit refused", arguments: AES.Backend.allCases)
    func roundTrips(_ backend: AES.Backend) throws {
        let context = try AES.KeyWrap.Context(key: SymmetricKey(data: pattern(24, 11)), backend: backend)
        for count in 0...80 {
            let key = pattern(count, 29)
            if count >= 16, count % 8 == 0 {
                let wrapped = try context.wrapped(key)
                #expect(try wrapped.count == count + 8 && context.unwrapped(wrapped) == key)
            } else {
                #expect(throws: AESError.incorrectTextSize) { try context.wrapped(key) }
            }
            if count >= 1 {
                let wrapped = try context.wrappedPadded(key)
                #expect(try wrapped.count == (count + 7) / 8 * 8 + 8 && context.unwrappedPadded(wrapped) == key)
            } else {
                #expect(throws: AESError.incorrectTextSize) { try context.wrappedPadded(key) }
            }
            if count < 24 || count % 8 != 0 {
                #expect(throws: AESError.incorrectTextSize) { try context.unwrapped(key) }
            }
            if count < 16 || count % 8 != 0 {
                #expect(throws: AESError.incorrectTextSize) { try context.unwrappedPadded(key) }
            }
        }
        func flips(_ wrapped: [UInt8], _ unwrap: ([UInt8]) throws -> [UInt8]) {
            for bit in 0..<(wrapped.count * 8) {
                var forged = wrapped
                forged[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: AESError.authenticationFailure) { try unwrap(forged) }
            }
        }
        flips(try context.wrapped(pattern(16))) { try context.unwrapped($0) }
        flips(try context.wrappedPadded(pattern(20))) { try context.unwrappedPadded($0) }
        flips(try context.wrappedPadded(pattern(5))) { try context.unwrappedPadded($0) }
    }

    @Test("A padded key: constant, size and zeros are all looked at", arguments: [1, 5, 8, 9, 13, 16, 20])
    func paddingChecks(_ count: Int) throws {
        // The check value and the padding as an attacker who has the key would choose them.
        let key = SymmetricKey(data: pattern(16, 11))
        let context = try AES.KeyWrap.Context(key: key)
        let padded = (count + 7) / 8 * 8
        func wrapped(constant: UInt32 = 0xA659_59A6, size: Int, behind: [UInt8]) throws -> [UInt8] {
            var text: [UInt8] = []
            for shift in stride(from: 24, through: 0, by: -8) { text.append(UInt8(constant >> UInt32(shift) & 255)) }
            for shift in stride(from: 24, through: 0, by: -8) { text.append(UInt8(size >> shift & 255)) }
            text += pattern(count) + behind
            guard text.count > 16 else { return try AES.BlockCipher(key: key).encrypted(text) }
            let engine = try CipherKey(key, .preferred).engine
            var span = text.mutableSpan
            engine.wrapSemiblocks(&span)
            return text
        }
        let zeros = [UInt8](repeating: 0, count: padded - count)
        #expect(try context.unwrappedPadded(wrapped(size: count, behind: zeros)) == pattern(count))
        for bit in 0..<32 {
            let forged = try wrapped(constant: 0xA659_59A6 ^ (1 << bit), size: count, behind: zeros)
            #expect(throws: AESError.authenticationFailure) { try context.unwrappedPadded(forged) }
        }
        for size in [0, padded - 8, padded + 1, padded + 8, 1 << 31, 0xFFFF_FFFF] {
            let forged = try wrapped(size: size, behind: zeros)
            #expect(throws: AESError.authenticationFailure) { try context.unwrappedPadded(forged) }
        }
        for place in zeros.indices {
            var behind = zeros
            behind[place] = 0x10
            let forged = try wrapped(size: count, behind: behind)
            #expect(throws: AESError.authenticationFailure) { try context.unwrappedPadded(forged) }
        }
    }

    @Test("What is refused leaves nothing behind; wrong sizes of buffers are refused")
    func buffers() throws {
        let context = try AES.KeyWrap.Context(key: SymmetricKey(data: pattern(16, 11)))
        var wrapped = try context.wrapped(pattern(32)), padded = try context.wrappedPadded(pattern(30))
        wrapped[3] ^= 1
        padded[3] ^= 1
        var output = [UInt8](repeating: 0xA5, count: 32)
        #expect(throws: AESError.authenticationFailure) {
            var span = output.mutableSpan
            try context.unwrap(wrapped.span, into: &span)
        }
        #expect(output.allSatisfy { $0 == 0 })
        output = [UInt8](repeating: 0xA5, count: 32)
        #expect(throws: AESError.authenticationFailure) {
            var span = output.mutableSpan
            return try context.unwrapPadded(padded.span, into: &span)
        }
        #expect(output.allSatisfy { $0 == 0 })
        for count in [0, 31, 33, 40] {
            output = [UInt8](repeating: 0xA5, count: count)
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                try context.unwrap(wrapped.span, into: &span)
            }
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                return try context.unwrapPadded(padded.span, into: &span)
            }
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                try context.wrap(pattern(40).span, into: &span)
            }
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                try context.wrapPadded(pattern(20).span, into: &span)
            }
            #expect(output.allSatisfy { $0 == 0xA5 })
        }
        #expect(throws: AESError.incorrectTextSize) {
            try AES.KeyWrap.unwrap([], using: SymmetricKey(size: .bits128))
        }
        #expect(throws: AESError.incorrectTextSize) {
            try AES.KeyWrap.unwrapPadded([], using: SymmetricKey(size: .bits128))
        }
    }
}

extension AES.KeyWrap.Context {
    func wrapped(_ key: [UInt8]) throws(AESError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: key.count + 8)
        var span = output.mutableSpan
        try wrap(key.span, into: &span)
        return output
    }

    func unwrapped(_ wrapped: [UInt8]) throws(AESError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: max(0, wrapped.count - 8))
        var span = output.mutableSpan
        try unwrap(wrapped.span, into: &span)
        return output
    }

    func wrappedPadded(_ key: [UInt8]) throws(AESError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: AES.KeyWrap.paddedByteCount(forKeyOf: key.count))
        var span = output.mutableSpan
        try wrapPadded(key.span, into: &span)
        return output
    }

    func unwrappedPadded(_ wrapped: [UInt8]) throws(AESError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: max(0, wrapped.count - 8))
        var span = output.mutableSpan
        let count = try unwrapPadded(wrapped.span, into: &span)
        return Array(output[..<count])
    }
}
