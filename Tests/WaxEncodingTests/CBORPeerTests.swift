import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

/// Python's cbor2 as the other side. Its own canonical form sorts keys by length first (RFC 7049), so the script
/// puts arrays, maps and tags together itself and leaves heads, numbers and strings to cbor2.
private let script = """
    import cbor2, random, struct, sys

    def deterministic(value):
        if isinstance(value, (dict, cbor2.frozendict if hasattr(cbor2, 'frozendict') else dict)):
            items = sorted((deterministic(k), deterministic(v)) for k, v in value.items())
            return head(5, len(items)) + b''.join(k + v for k, v in items)
        if isinstance(value, (list, tuple)):
            return head(4, len(value)) + b''.join(deterministic(v) for v in value)
        if isinstance(value, cbor2.CBORTag):
            return head(6, value.tag) + deterministic(value.value)
        return cbor2.dumps(value, canonical=True)

    def head(major, number):
        head = bytearray(cbor2.dumps(number))
        head[0] |= major << 5
        return bytes(head)

    def number(r): return r.choice([r.getrandbits(r.randrange(1, 65)), -1 - r.getrandbits(r.randrange(1, 65))])
    def text(r): return ''.join(r.choice('ab\\u00e9\\u6c34\\U00010151\\n\\0') for _ in range(r.randrange(30)))
    def key(r, depth):
        return [number, text, lambda r: r.randbytes(r.randrange(5)),
                lambda r: tuple(key(r, 0) for _ in range(r.randrange(3)))][r.randrange(4 if depth else 3)](r)
    def make(r, depth):
        kind = r.randrange(10 if depth else 7)
        if kind == 0: return number(r)
        if kind == 1: return text(r)
        if kind == 2: return r.randbytes(r.randrange(300))
        if kind == 3: return struct.unpack('>d', r.randbytes(8))[0]
        if kind == 4: return struct.unpack('>f', r.randbytes(4))[0]
        if kind == 5: return struct.unpack('>e', r.randbytes(2))[0]
        if kind == 6: return r.choice([None, True, False, cbor2.undefined, cbor2.CBORSimpleValue(r.randrange(32, 256))])
        if kind == 7: return [make(r, depth - 1) for _ in range(r.randrange(6))]
        if kind == 8: return {key(r, depth - 1): make(r, depth - 1) for _ in range(r.randrange(30))}
        return cbor2.CBORTag(70000 + r.randrange(1000), make(r, depth - 1))

    if sys.argv[1] == 'read':
        for line in sys.stdin:
            print(deterministic(cbor2.loads(bytes.fromhex(line))).hex())
    else:
        r = random.Random(8949)
        for _ in range(300):
            value = make(r, 3)
            print(deterministic(value).hex(), cbor2.dumps(value).hex())
    """

@Suite("CBOR: Python's cbor2", .enabled(if: Peer.pythonHas("cbor2"), "Python has no module cbor2"))
struct CBORPeerTests {
    @Test("cbor2 reads what we write, and writes it to the same bytes")
    func ours() throws {
        var random = SeededRandom(seed: 2)
        let lines = try (0..<300).map { _ in Hex.encode(try CBORValue.random(depth: 4, using: &random).encoded()) }
        let output = try Peer.python(script, ["read"], input: Array(lines.joined(separator: "\n").utf8))
        #expect(String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init) == lines)
    }

    @Test("We read what cbor2 writes, deterministic and not, and write it to the same bytes")
    func theirs() throws {
        let output = String(decoding: try Peer.python(script, ["write"]), as: UTF8.self)
        let lines = output.split(separator: "\n")
        #expect(lines.count == 300)
        var differing = 0
        for line in lines {
            let forms = try line.split(separator: " ").map { try Hex.decode(String($0)) }
            let value = try CBORValue(decoding: forms[0])
            #expect(try value.encoded() == forms[0])
            #expect(try CBORValue(decoding: forms[1], options: .lenient) == value)
            if forms[0] != forms[1] { differing += 1 }
        }
        #expect(differing > 30)
    }
}
