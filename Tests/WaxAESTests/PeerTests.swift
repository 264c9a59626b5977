import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-GCM: independent programs")
struct PeerTests {
    /// One thing that Python sealed.
    private struct Line: Decodable {
        var key, nonce, data, text, sealed: String
    }

    /// Every length of text with one of associated data and the other way round, then every length of nonce. As
    /// `cryptography` takes no nonces below 8 bytes, for these GCM is put together from its AES here, and that is
    /// checked on all nonces that it does take.
    private static let script = """
        import json, random
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        source = random.Random(38)

        def slow(key, nonce, text, data):
            aes = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
            h = int.from_bytes(aes.update(bytes(16)), "big")
            def product(x):
                z, v = 0, h
                for bit in range(128):
                    if x >> (127 - bit) & 1: z ^= v
                    v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
                return z
            def ghash(*parts):
                y = 0
                for part in parts:
                    part += bytes(-len(part) % 16)
                    for start in range(0, len(part), 16):
                        y = product(y ^ int.from_bytes(part[start:start + 16], "big"))
                return y
            def lengths(a, b): return (8 * len(a)).to_bytes(8, "big") + (8 * len(b)).to_bytes(8, "big")
            first = int.from_bytes(nonce + b"\\0\\0\\0\\1", "big") if len(nonce) == 12 \\
                else ghash(nonce, lengths(b"", nonce))
            def block(index):
                counter = (first + index) % 2**32
                return aes.update((first >> 32 << 32 | counter).to_bytes(16, "big"))
            stream = b"".join(block(index + 1) for index in range(len(text) // 16 + 1))
            sealed = bytes(a ^ b for a, b in zip(text, stream))
            tag = ghash(data, sealed, lengths(data, sealed)) ^ int.from_bytes(block(0), "big")
            return sealed + tag.to_bytes(16, "big")

        lines = []
        def add(key_size, nonce_size, text_size, data_size):
            key, nonce, text, data = (source.randbytes(size) for size in (key_size, nonce_size, text_size, data_size))
            sealed = AESGCM(key).encrypt(nonce, text, data) if nonce_size >= 8 else slow(key, nonce, text, data)
            if nonce_size != 12 and nonce_size >= 8: assert sealed == slow(key, nonce, text, data)
            lines.append(dict(key=key.hex(), nonce=nonce.hex(), text=text.hex(), data=data.hex(), sealed=sealed.hex()))
        for size in range(301):
            add((16, 24, 32)[size % 3], 12, size, 20)
            add((32, 16, 24)[size % 3], 12, 20, size)
        for size in range(1, 65): add((16, 24, 32)[size % 3], size, 37, 5)
        for size in (1024, 4095, 16384, 65519): add(32, 12, size, 3)
        print(json.dumps(lines))
        """

    @Test(
        "Python's cryptography: texts and associated data of 0 to 300 bytes, nonces of 1 to 64",
        .enabled(if: Peer.pythonHas("cryptography"), "python3 with cryptography is not installed"))
    func python() throws {
        let lines = try JSONDecoder().decode([Line].self, from: Data(Peer.python(Self.script)))
        #expect(lines.count == 2 * 301 + 64 + 4)
        for line in lines {
            let text = try Hex.decode(line.text), nonce = try Hex.decode(line.nonce)
            let data = try Hex.decode(line.data), sealed = try Hex.decode(line.sealed)
            let expected = Sealed(text: Array(sealed.dropLast(16)), tag: Array(sealed.suffix(16)))
            for backend in AES.Backend.allCases {
                let context = try AES.GCM.Context(Hex.decode(line.key), backend)
                let place: Comment =
                    "\(backend): \(text.count) bytes of text, \(data.count) of data, \(nonce.count) of nonce"
                #expect(try context.sealed(text, nonce: nonce, data: data) == expected, place)
                let opened = context.opened(expected, nonce: nonce, data: data)
                #expect(opened.error == nil && opened.buffer == text, place)
            }
        }
    }
}
