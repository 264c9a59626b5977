import Testing
import WaxAES
import WaxCore
import WaxTestSupport

/// GCM and GMAC in parts, and streams of chunks, on every backend.
enum StreamSpans {
    static let all: [SpanCase] = AES.Backend.allCases.flatMap { [sealer($0), gmac($0), chunks($0)] }

    private static func context(_ backend: AES.Backend) throws -> AES.GCM.Context {
        try AES.GCM.Context(key: SymmetricKey(data: pattern(16)), backend: backend)
    }

    private static func sealer(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.GCM.Sealer.init(using:nonce:)", "AES.GCM.Sealer.authenticate(_:)", "AES.GCM.Sealer.seal(_:)",
                "AES.GCM.Sealer.finalize(tag:)",
            ]
        ) {
            let context = try context(backend)
            for count in lengths {
                for split in [0, 1, count / 3, count] where split <= count {
                    let text = pattern(count)
                    let result = try guarded(
                        pattern(12), pattern(count, 4),
                        outputs: [text.piece(0, split), text.piece(split, count - split), zeros(16), text, zeros(16)]
                    ) { input, output in
                        var sealer = try AES.GCM.Sealer(using: context, nonce: input[0])
                        try sealer.authenticate(input[1].extracting(first: split))
                        try sealer.authenticate(input[1].extracting(droppingFirst: split))
                        try output.write(0) { try sealer.seal(&$0) }
                        try output.write(1) { try sealer.seal(&$0) }
                        var tag = zeros(16)
                        var span = tag.mutableSpan
                        try sealer.finalize(tag: &span)
                        output.write(2) { $0.replace(with: tag.span) }
                        try output.write(3) { text in
                            try output.write(4) { tag in
                                try context.seal(&text, nonce: input[0], authenticating: input[1], tag: &tag)
                            }
                        }
                        return []
                    }
                    #expect(result.prefix(count + 16) == result.suffix(count + 16))
                }
            }
            // A tag beside a forbidden page.
            for count in [12, 13, 14, 15, 16] {
                try guarded(pattern(count), outputs: [zeros(count)]) { input, output in
                    let sealer = try AES.GCM.Sealer(using: context, nonce: input[0])
                    try Self.finish(sealer, output)
                    return []
                }
            }
        }
    }

    private static func finish(
        _ sealer: consuming AES.GCM.Sealer, _ output: borrowing GuardedOutputs
    ) throws {
        var rest: AES.GCM.Sealer? = sealer
        try output.write { tag in
            guard let sealer = rest.take() else { return }
            try sealer.finalize(tag: &tag)
        }
    }

    private static func gmac(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.GMAC.init(using:nonce:)", "AES.GMAC.update(_:)", "AES.GMAC.finalize(into:)",
                "AES.GMAC.isValid(_:)",
            ]
        ) {
            let context = try context(backend)
            for count in lengths {
                let code = try guarded(pattern(count), pattern(1 + count % 30), outputs: [zeros(16)]) { input, output in
                    try output.write { code in
                        var mac = try AES.GMAC(using: context, nonce: input[1])
                        try mac.update(input[0].extracting(first: count / 2))
                        try mac.update(input[0].extracting(droppingFirst: count / 2))
                        try mac.finalize(into: &code)
                    }
                    return []
                }
                let verdict = try guarded(pattern(count), pattern(1 + count % 30), code) { input, _ in
                    var mac = try AES.GMAC(using: context, nonce: input[1])
                    try mac.update(input[0])
                    return try mac.isValid(input[2]) ? [1] : [0]
                }
                #expect(verdict == [1])
            }
        }
    }

    private static func chunks(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.GCM.StreamSealer.init(using:noncePrefix:)",
                "AES.GCM.StreamSealer.seal(_:isLast:authenticating:tag:)",
                "AES.GCM.StreamOpener.init(using:noncePrefix:)",
                "AES.GCM.StreamOpener.open(_:isLast:authenticating:tag:)",
            ]
        ) {
            let context = try context(backend)
            for count in lengths {
                let (first, last) = (pattern(count), pattern(count / 2, 8))
                let sealed = try guarded(
                    pattern(7), pattern(count, 9), outputs: [first, zeros(16), last, zeros(16)]
                ) { input, output in
                    var sealer = try AES.GCM.StreamSealer(using: context, noncePrefix: input[0])
                    try output.write(0) { chunk in
                        try output.write(1) { tag in
                            try sealer.seal(&chunk, isLast: false, authenticating: input[1], tag: &tag)
                        }
                    }
                    try output.write(2) { chunk in
                        try output.write(3) { tag in try sealer.seal(&chunk, isLast: true, tag: &tag) }
                    }
                    try sealer.finish()
                    return []
                }
                let boxes = (sealed.piece(0, count), sealed.piece(count + 16, count / 2))
                let opened = try guarded(
                    pattern(7), pattern(count, 9), sealed.piece(count, 16), sealed.piece(sealed.count - 16, 16),
                    outputs: [boxes.0, boxes.1]
                ) { input, output in
                    var opener = try AES.GCM.StreamOpener(using: context, noncePrefix: input[0])
                    try output.write(0) {
                        try opener.open(&$0, isLast: false, authenticating: input[1], tag: input[2])
                    }
                    try output.write(1) { try opener.open(&$0, isLast: true, tag: input[3]) }
                    try opener.finish()
                    return []
                }
                #expect(opened == first + last)
            }
        }
    }
}
