import Testing
import WaxCore
import WaxSHA

/// The hash functions, each by itself, by its protocol and under HMAC, and the tree of hashes.
enum HashSpans {
    static let all: [SpanCase] =
        [
            function("SHA256", SHA256.self), function("SHA384", SHA384.self), function("SHA512", SHA512.self),
            function("SHA224", SHA224.self), function("SHA512_256", SHA512_256.self),
            function("SHA512_224", SHA512_224.self), function("Insecure.SHA1", Insecure.SHA1.self),
        ] + digests + [backends, pieces, tree]

    /// The requirements of the protocol are met by the functions of the same names: where a type has its own, they are
    /// that type's, and the protocol's own otherwise.
    private static func function<H: HashFunction>(_ name: String, _: H.Type) -> SpanCase {
        let own = ["update(_:)", "finalize(into:)", "hash(_:)", "iterateHMAC(inner:outer:value:sum:count:)"]
        return SpanCase(
            "WaxSHA",
            own.map { "\(name).\($0)" } + own.map { "HashFunction.\($0)" } + [
                "HMAC.init(key:)", "HMAC.update(_:)", "HMAC.finalize(into:)", "HMAC.authenticationCode(for:using:)",
                "HMAC.isValidAuthenticationCode(_:authenticating:using:)",
            ]
        ) {
            for count in lengths {
                let (data, key) = (pattern(count), pattern(count % 200))
                let size = H.Digest.byteCount
                let result = try guarded(data, key, outputs: [zeros(size), zeros(size)]) { input, output in
                    output.write(0) { digest in
                        var hash = H()
                        let half = input[0].count / 2
                        hash.update(input[0].extracting(..<half))
                        hash.update(input[0].extracting(half...))
                        hash.finalize(into: &digest)
                    }
                    output.write(1) { code in
                        var hmac = HMAC<H>(key: input[1])
                        hmac.update(input[0])
                        hmac.finalize(into: &code)
                    }
                    return Array(H.hash(input[0]))
                }
                #expect(result.piece(0, size) == Array(H.hash(data: data)))
                #expect(result.piece(size, size) == Array(H.hash(data: data)))
                let checked = try guarded(data, result.piece(2 * size, size)) { input, _ in
                    let key = SymmetricKey(data: key)
                    let code = HMAC<H>.authenticationCode(for: input[0], using: key)
                    let isValid = HMAC<H>.isValidAuthenticationCode(input[1], authenticating: input[0], using: key)
                    let short = input[1].extracting(first: size - 1)
                    let isCut = HMAC<H>.isValidAuthenticationCode(short, authenticating: input[0], using: key)
                    return [isValid ? 1 : 0, isCut ? 1 : 0] + Array(code)
                }
                #expect(checked == [1, 0] + result.piece(2 * size, size))
            }
            let size = H.Digest.byteCount
            for rounds in [0, 1, 3] {
                try guarded(outputs: [pattern(size), zeros(size)]) { _, output in
                    var (inner, outer) = (H(), H())
                    inner.update(data: pattern(H.blockByteCount))
                    outer.update(data: pattern(H.blockByteCount, 5))
                    output.write(0) { value in
                        output.write(1) { sum in
                            H.iterateHMAC(inner: inner, outer: outer, value: &value, sum: &sum, count: rounds)
                        }
                    }
                    return []
                }
            }
        }
    }

    private static let digests: [SpanCase] = [
        digest("SHA256Digest", 32, SHA256Digest.init(bytes:)), digest("SHA384Digest", 48, SHA384Digest.init(bytes:)),
        digest("SHA512Digest", 64, SHA512Digest.init(bytes:)), digest("SHA224Digest", 28, SHA224Digest.init(bytes:)),
        digest("SHA512_256Digest", 32, SHA512_256Digest.init(bytes:)),
        digest("SHA512_224Digest", 28, SHA512_224Digest.init(bytes:)),
        digest("Insecure.SHA1Digest", 20, Insecure.SHA1Digest.init(bytes:)),
    ]

    private static func digest<D: Digest>(
        _ name: String, _ size: Int, _ make: @escaping @Sendable (Span<UInt8>) -> D?
    ) -> SpanCase {
        SpanCase("WaxSHA", ["\(name).init(bytes:)", "Digest.init(bytes:)"]) {
            for count in lengths + [size - 1, size, size + 1] {
                let result = try guarded(pattern(count)) { input, _ in make(input[0]).map(Array.init) ?? [] }
                #expect(result == (count == size ? pattern(count) : []))
            }
        }
    }

    private static let backends = SpanCase("WaxSHA", ["SHA256.hash(_:)", "SHA512.hash(_:)"]) {
        for backend in SHA256.Backend.allCases {
            for count in lengths {
                let result = try guarded(pattern(count)) { input, _ in
                    Array(SHA256.hash(input[0], backend: backend))
                        + Array(SHA256.hashInParts(input[0], first: count / 2, backend: backend))
                }
                #expect(result.prefix(32) == result.suffix(32))
                #expect(result.prefix(32) == Array(SHA256.hash(data: pattern(count)))[...])
            }
        }
        for backend in SHA512.Backend.allCases {
            for count in lengths {
                let result = try guarded(pattern(count)) { input, _ in
                    Array(SHA512.hash(input[0], backend: backend))
                        + Array(SHA512.hashInParts(input[0], first: count / 2, backend: backend))
                }
                #expect(result.prefix(64) == result.suffix(64))
                #expect(result.prefix(64) == Array(SHA512.hash(data: pattern(count)))[...])
            }
        }
    }

    private static let pieces = SpanCase(
        "WaxSHA", ["HashFunction.hashPieces(_:byteCount:prefix:_:)", "SHA256.hashPieces(_:byteCount:prefix:_:)"]
    ) {
        for count in lengths {
            for size in [1, 63, 64, 65, 512, 1024] where count / size < 100 {
                let result = try guarded(pattern(count)) { input, _ in
                    var digests: [UInt8] = []
                    SHA256.hashPieces(input[0], byteCount: size, prefix: 1) { digests += Array($0) }
                    var longer: [UInt8] = []
                    SHA512.hashPieces(input[0], byteCount: size, prefix: 1) { longer += Array($0) }
                    return digests + longer
                }
                #expect(result.count == (count + size - 1) / size * 96)
                for backend in SHA256.Backend.allCases {
                    let same = try guarded(pattern(count)) { input, _ in
                        var digests: [UInt8] = []
                        SHA256.hashPieces(input[0], byteCount: size, prefix: 1, backend: backend) {
                            digests += Array($0)
                        }
                        return digests
                    }
                    #expect(same == Array(result.prefix(same.count)))
                }
            }
        }
    }

    private static let tree = SpanCase(
        "WaxSHA", ["HashTree.leaf(of:)", "HashTree.update(_:)", "HashTree.update(_:whenLeafCompletes:)"]
    ) {
        for count in lengths {
            let result = try guarded(pattern(count)) { input, _ in
                var (one, other) = (SHA256Tree(chunkByteCount: 64), SHA256Tree(chunkByteCount: 64))
                one.update(input[0])
                var leaves: UInt8 = 0
                other.update(input[0].extracting(first: count / 3)) { _ in leaves &+= 1 }
                other.update(input[0].extracting(droppingFirst: count / 3)) { _ in leaves &+= 1 }
                let root = one.finalize()
                return [leaves, root == other.finalize() ? 1 : 0] + Array(SHA256Tree.leaf(of: input[0]))
            }
            #expect(result.prefix(2) == [UInt8(truncatingIfNeeded: count / 64), 1])
        }
    }
}
