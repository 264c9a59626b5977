import WaxSHA

let hashAlgorithms: [Algorithm] = [
    ("SHA-1", hash), ("SHA-224", hash), ("SHA-256", hash), ("SHA-384", hash), ("SHA-512", hash),
    ("SHA-512/224", hash), ("SHA-512/256", hash),
    ("SHA-1 Monte Carlo", chain), ("SHA-224 Monte Carlo", chain), ("SHA-256 Monte Carlo", chain),
    ("SHA-384 Monte Carlo", chain), ("SHA-512 Monte Carlo", chain), ("SHA-512/224 Monte Carlo", chain),
    ("SHA-512/256 Monte Carlo", chain),
]

private func hash(_ record: Record) -> Bool {
    guard record.fields.count == 2 else { return false }
    return with(hash: record.parameters.0, Digests(data: record.fields[0], expected: record.fields[1]))
}

/// A digest at once, and from pieces of 37 bytes.
private struct Digests: HashUse {
    let data: [UInt8]
    let expected: [UInt8]

    func callAsFunction<H: HashFunction>(_ empty: H) -> Bool {
        var hash = empty
        var position = 0
        while position < data.count {
            let end = min(data.count, position + 37)
            hash.update(data.span.extracting(position..<end))
            position = end
        }
        return [UInt8](H.hash(data: data)) == expected && [UInt8](hash.finalize()) == expected
    }
}

private func chain(_ record: Record) -> Bool {
    guard record.fields.count == 2 else { return false }
    return with(hash: record.parameters.0, Chain(seed: record.fields[0], expected: record.fields[1]))
}

/// A thousand digests, each of the three before (SHAVS, section 6.4).
private struct Chain: HashUse {
    let seed: [UInt8]
    let expected: [UInt8]

    func callAsFunction<H: HashFunction>(_: H) -> Bool {
        var last = (seed, seed, seed)
        for _ in 0..<1000 { last = (last.1, last.2, [UInt8](H.hash(data: last.0 + last.1 + last.2))) }
        return last.2 == expected
    }
}
