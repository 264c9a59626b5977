import WaxAES
import WaxCore

/// Sizes of text: each up to a few batches of a kernel, and around more of them.
private let lengths = Array(0...600) + [1023, 1024, 1025, 2047, 2048, 2049, 4096]

/// A text between other bytes, at an address that is no multiple of anything.
private struct Place {
    var bytes: [UInt8]
    let start: Int
    let count: Int

    init(_ text: [UInt8]) {
        start = 1 + text.count % 37
        count = text.count
        bytes = noise(start, 5) + text + noise(40, 6)
    }

    /// Lends the text; says what the body says, and false if it changed something else.
    mutating func withText(_ body: (inout MutableSpan<UInt8>) -> Bool) -> Bool {
        let (start, end) = (start, start + count)
        var span = bytes.mutableSpan
        var part = span._mutatingExtracting(start..<end)
        return body(&part) && isIntact
    }

    var text: [UInt8] { [UInt8](bytes[start..<(start + count)]) }

    /// Whether the bytes around the text are what they were.
    private var isIntact: Bool {
        [UInt8](bytes[..<start]) == noise(start, 5) && [UInt8](bytes[(start + count)...]) == noise(40, 6)
    }
}

private struct Sealed: Equatable {
    var text: [UInt8]
    var tag: [UInt8]
}

/// GCM in place and elsewhere, sealed and opened, with a wrong tag, for every length.
func compareGCM(_ backend: AES.Backend, _ comparison: inout Comparison) {
    for keySize in [16, 24, 32] {
        let key = SymmetricKey(data: noise(keySize, 1))
        guard let context = try? AES.GCM.Context(key: key, backend: backend),
            let reference = try? AES.GCM.Context(key: key, backend: .bitsliced4)
        else { return comparison.expect(false, "gcm, key", keySize) }
        for length in lengths {
            let text = noise(length, UInt64(length))
            let data = noise(length * 7 % 301, 2)
            let nonce = noise(length % 4 == 0 ? 1 + length % 61 : 12, 3)
            let tagCount = 12 + length % 5
            guard let expected = sealed(reference, text, nonce, data, tagCount) else {
                comparison.expect(false, "gcm, reference", length)
                continue
            }
            comparison.expect(sealed(context, text, nonce, data, tagCount) == expected, "gcm, sealed", length)
            comparison.expect(
                sealedElsewhere(context, text, nonce, data, tagCount) == expected, "gcm, sealed elsewhere", length)
            comparison.expect(opened(context, expected, nonce, data) == text, "gcm, opened", length)
            comparison.expect(openedElsewhere(context, expected, nonce, data) == text, "gcm, opened elsewhere", length)
            var forged = expected
            forged.tag[length % tagCount] ^= 1 << UInt8(length % 8)
            comparison.expect(opened(context, forged, nonce, data) == nil, "gcm, forged", length)
            comparison.expect(openedElsewhere(context, forged, nonce, data) == nil, "gcm, forged elsewhere", length)
        }
    }
}

/// In place; nil where something else was changed.
private func sealed(
    _ context: AES.GCM.Context, _ text: [UInt8], _ nonce: [UInt8], _ data: [UInt8], _ tagCount: Int
) -> Sealed? {
    var place = Place(text)
    var tag = [UInt8](repeating: 0, count: tagCount)
    var tagSpan = tag.mutableSpan
    let isDone = place.withText {
        (try? context.seal(&$0, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)) != nil
    }
    return isDone ? Sealed(text: place.text, tag: tag) : nil
}

private func sealedElsewhere(
    _ context: AES.GCM.Context, _ text: [UInt8], _ nonce: [UInt8], _ data: [UInt8], _ tagCount: Int
) -> Sealed? {
    var place = Place([UInt8](repeating: 9, count: text.count))
    var tag = [UInt8](repeating: 0, count: tagCount)
    var tagSpan = tag.mutableSpan
    let isDone = place.withText {
        (try? context.seal(text.span, into: &$0, nonce: nonce.span, authenticating: data.span, tag: &tagSpan)) != nil
    }
    return isDone ? Sealed(text: place.text, tag: tag) : nil
}

/// No text that anybody expects: one of another size.
private func wrong(_ text: [UInt8]) -> [UInt8] { text + [0] }

/// In place; nil where it is refused and the ciphertext is there as before, and a wrong text where more was changed.
private func opened(
    _ context: AES.GCM.Context, _ sealed: Sealed, _ nonce: [UInt8], _ data: [UInt8]
) -> [UInt8]? {
    var place = Place(sealed.text)
    var isRefused = false
    let isIntact = place.withText { text in
        isRefused = (try? context.open(
            &text, nonce: nonce.span, authenticating: data.span, tag: sealed.tag.span)) == nil
        return true
    }
    guard isIntact else { return wrong(sealed.text) }
    guard isRefused else { return place.text }
    return place.text == sealed.text ? nil : wrong(sealed.text)
}

private func openedElsewhere(
    _ context: AES.GCM.Context, _ sealed: Sealed, _ nonce: [UInt8], _ data: [UInt8]
) -> [UInt8]? {
    var place = Place([UInt8](repeating: 9, count: sealed.text.count))
    var isRefused = false
    let isIntact = place.withText { text in
        isRefused = (try? context.open(
            sealed.text.span, into: &text, nonce: nonce.span, authenticating: data.span, tag: sealed.tag.span)) == nil
        return true
    }
    guard isIntact else { return wrong(sealed.text) }
    guard isRefused else { return place.text }
    return place.text == [UInt8](repeating: 0, count: place.count) ? nil : wrong(sealed.text)
}

/// CBC and single blocks for every number of blocks, CTR for every length and across the ends of its counter's halves.
func compareModes(_ backend: AES.Backend, _ comparison: inout Comparison) {
    for keySize in [16, 24, 32] {
        let key = SymmetricKey(data: noise(keySize, 7))
        guard let ctr = try? AES.CTR.Context(key: key, backend: backend),
            let ctrReference = try? AES.CTR.Context(key: key, backend: .bitsliced4),
            let cbc = try? AES.CBC.Context(key: key, backend: backend),
            let cbcReference = try? AES.CBC.Context(key: key, backend: .bitsliced4),
            let cipher = try? AES.BlockCipher(key: key, backend: backend),
            let cipherReference = try? AES.BlockCipher(key: key, backend: .bitsliced4)
        else { return comparison.expect(false, "modes, key", keySize) }
        for length in lengths {
            var nonce = noise(16, UInt64(length))
            if length % 3 == 0 { for index in 8..<15 { nonce[index] = 0xFF } }
            if length % 6 == 0 { for index in 0..<8 { nonce[index] = 0xFF } }
            func apply(_ operation: (inout MutableSpan<UInt8>) -> Bool) -> [UInt8]? {
                var place = Place(noise(length, 8))
                return place.withText(operation) ? place.text : nil
            }
            func isEqual(
                _ one: (inout MutableSpan<UInt8>) -> Bool, _ other: (inout MutableSpan<UInt8>) -> Bool
            ) -> Bool {
                guard let result = apply(one) else { return false }
                return result == apply(other)
            }
            comparison.expect(
                isEqual(
                    { (try? ctr.encrypt(&$0, nonce: nonce.span)) != nil },
                    { (try? ctrReference.encrypt(&$0, nonce: nonce.span)) != nil }), "ctr", length)
            guard length % 16 == 0 else { continue }
            comparison.expect(
                isEqual(
                    { (try? cbc.encrypt(&$0, iv: nonce.span)) != nil },
                    { (try? cbcReference.encrypt(&$0, iv: nonce.span)) != nil }), "cbc, encrypted", length)
            comparison.expect(
                isEqual(
                    { (try? cbc.decrypt(&$0, iv: nonce.span)) != nil },
                    { (try? cbcReference.decrypt(&$0, iv: nonce.span)) != nil }), "cbc, decrypted", length)
            comparison.expect(
                isEqual({ (try? cipher.encrypt(&$0)) != nil }, { (try? cipherReference.encrypt(&$0)) != nil }),
                "blocks, encrypted", length)
            comparison.expect(
                isEqual({ (try? cipher.decrypt(&$0)) != nil }, { (try? cipherReference.decrypt(&$0)) != nil }),
                "blocks, decrypted", length)
        }
    }
}
