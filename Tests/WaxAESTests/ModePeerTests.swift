import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES modes: independent programs")
struct ModePeerTests {
    /// One thing that Python made. What a mode has no use for is empty.
    private struct Line: Decodable {
        var mode, key, nonce, text, data, result: String
    }

    /// For every mode all sizes that matter, and long texts; STREAM is put together from AES-GCM.
    private static let script = """
        import json, random
        from cryptography.hazmat.primitives import keywrap, padding
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        source = random.Random(3394)
        lines = []
        def add(mode, key, nonce, text, data, result):
            lines.append(dict(mode=mode, key=key.hex(), nonce=nonce.hex(), text=text.hex(), data=data.hex(),
                              result=result.hex()))
        def run(key, mode, text):
            encryptor = Cipher(algorithms.AES(key), mode).encryptor()
            return encryptor.update(text) + encryptor.finalize()
        for size in list(range(70)) + [240, 255, 256, 257, 511, 512, 4096, 65519]:
            key, iv, text = source.randbytes((16, 24, 32)[size % 3]), source.randbytes(16), source.randbytes(size)
            padder = padding.PKCS7(128).padder()
            add("cbc", key, iv, text, b"", run(key, modes.CBC(iv), padder.update(text) + padder.finalize()))
            if size % 16 == 0: add("cbc-none", key, iv, text, b"", run(key, modes.CBC(iv), text))
            for start in (iv, b"\\xff" * 15 + bytes([255 - size % 20]), iv[:8] + b"\\xff" * 7 + b"\\xfe"):
                add("ctr", key, start, text, b"", run(key, modes.CTR(start), text))
            nonce = source.randbytes(12)
            add("gmac", key, nonce, b"", text, AESGCM(key).encrypt(nonce, b"", text))
            sealed = AESGCM(key).encrypt(nonce, text, iv)
            add("gcm", key, nonce, text, iv, sealed)
        for size in range(1, 100):
            kek, key = source.randbytes((16, 24, 32)[size % 3]), source.randbytes(size)
            add("kwp", kek, b"", key, b"", keywrap.aes_key_wrap_with_padding(kek, key))
            if size >= 16 and size % 8 == 0: add("kw", kek, b"", key, b"", keywrap.aes_key_wrap(kek, key))
        for count in range(1, 20):
            key, prefix, data = source.randbytes(32), source.randbytes(7), source.randbytes(5)
            text, sealed = source.randbytes(100 * count - 37), b""
            for index in range(count):
                nonce = prefix + index.to_bytes(4, "big") + bytes([index == count - 1])
                sealed += AESGCM(key).encrypt(nonce, text[100 * index:100 * index + 100], data if index == 0 else None)
            add("stream", key, prefix, text, data, sealed)
        print(json.dumps(lines))
        """

    @Test(
        "Python's cryptography: CBC, CTR, GMAC, GCM in parts and in chunks, key wrap",
        .enabled(if: Peer.pythonHas("cryptography"), "python3 with cryptography is not installed"))
    func python() throws {
        let lines = try JSONDecoder().decode([Line].self, from: Data(Peer.python(Self.script)))
        #expect(Set(lines.map(\.mode)) == ["cbc", "cbc-none", "ctr", "gmac", "gcm", "kw", "kwp", "stream"])
        #expect(lines.count == 606)
        for line in lines {
            let key = SymmetricKey(data: try Hex.decode(line.key)), nonce = try Hex.decode(line.nonce)
            let text = try Hex.decode(line.text), data = try Hex.decode(line.data)
            let result = try Hex.decode(line.result)
            for backend in AES.Backend.allCases {
                let made = try Self.make(line.mode, key, nonce, text, data, backend)
                #expect(made == result, "\(line.mode), \(backend), \(text.count) bytes")
                let back = try Self.undo(line.mode, key, nonce, result, data, backend)
                #expect(back == text, "\(line.mode), \(backend), \(text.count) bytes")
            }
        }
    }

    private static func make(
        _ mode: String, _ key: SymmetricKey, _ nonce: [UInt8], _ text: [UInt8], _ data: [UInt8], _ backend: AES.Backend
    ) throws -> [UInt8] {
        switch mode {
        case "cbc", "cbc-none":
            let context = try AES.CBC.Context(key: key, backend: backend)
            return try context.encrypt(text, iv: .init(data: nonce), padding: mode == "cbc" ? .pkcs7 : .none)
        case "ctr":
            return try AES.CTR.Context(key: key, backend: backend).encrypt(text, nonce: .init(data: nonce))
        case "gmac":
            var mac = try AES.GMAC(using: AES.GCM.Context(key: key, backend: backend), nonce: nonce.span)
            try mac.update(data.span)
            var code = [UInt8](repeating: 0, count: 16)
            var span = code.mutableSpan
            try mac.finalize(into: &span)
            return code
        case "gcm":
            var sealer = try AES.GCM.Sealer(using: .init(key: key, backend: backend), nonce: nonce.span)
            try sealer.authenticate(data)
            let first = try sealer.seal(Array(text.prefix(text.count / 3)))
            return first + (try sealer.seal(Array(text.dropFirst(text.count / 3)))) + sealer.finalize()
        case "kw": return try AES.KeyWrap.Context(key: key, backend: backend).wrapped(text)
        case "kwp": return try AES.KeyWrap.Context(key: key, backend: backend).wrappedPadded(text)
        default:
            var sealer = try AES.GCM.StreamSealer(using: .init(key: key, backend: backend), noncePrefix: nonce.span)
            var result: [UInt8] = []
            for start in stride(from: 0, to: text.count, by: 100) {
                let chunk = Array(text[start..<min(start + 100, text.count)])
                result += try sealer.seal(
                    chunk, isLast: start + 100 >= text.count, authenticating: start == 0 ? data : [])
            }
            try sealer.finish()
            return result
        }
    }

    private static func undo(
        _ mode: String, _ key: SymmetricKey, _ nonce: [UInt8], _ sealed: [UInt8], _ data: [UInt8],
        _ backend: AES.Backend
    ) throws -> [UInt8] {
        switch mode {
        case "cbc", "cbc-none":
            let context = try AES.CBC.Context(key: key, backend: backend)
            return try context.decrypt(sealed, iv: .init(data: nonce), padding: mode == "cbc" ? .pkcs7 : .none)
        case "ctr":
            return try AES.CTR.Context(key: key, backend: backend).encrypt(sealed, nonce: .init(data: nonce))
        case "gmac":
            var mac = try AES.GMAC(using: AES.GCM.Context(key: key, backend: backend), nonce: nonce.span)
            try mac.update(data.span)
            return try mac.isValid(sealed.span) ? [] : [0]
        case "gcm":
            let box = try AES.GCM.SealedBox(
                nonce: .init(data: nonce), ciphertext: sealed.dropLast(16), tag: Array(sealed.suffix(16)))
            return try AES.GCM.Context(key: key, backend: backend).open(box, authenticating: data)
        case "kw": return try AES.KeyWrap.Context(key: key, backend: backend).unwrapped(sealed)
        case "kwp": return try AES.KeyWrap.Context(key: key, backend: backend).unwrappedPadded(sealed)
        default:
            var opener = try AES.GCM.StreamOpener(using: .init(key: key, backend: backend), noncePrefix: nonce.span)
            var result: [UInt8] = []
            for start in stride(from: 0, to: sealed.count, by: 116) {
                let chunk = Array(sealed[start..<min(start + 116, sealed.count)])
                result += try opener.open(
                    chunk, isLast: start + 116 >= sealed.count, authenticating: start == 0 ? data : [])
            }
            try opener.finish()
            return result
        }
    }

    @Test(
        "OpenSSL: CBC and CTR, both directions", .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"),
        arguments: [16, 24, 32])
    func openssl(_ keySize: Int) throws {
        let key = pattern(keySize, 11), start = pattern(8, 91) + [UInt8](repeating: 0xFF, count: 8)
        let symmetric = SymmetricKey(data: key)
        func enc(_ mode: String, _ input: [UInt8], decrypting: Bool = false) throws -> [UInt8] {
            try Peer.output(
                of: "openssl",
                ["enc", "-aes-\(keySize * 8)-\(mode)", "-K", Hex.encode(key), "-iv", Hex.encode(start)]
                    + (decrypting ? ["-d"] : []), input: input)
        }
        for count in [0, 15, 16, 1000] {
            let text = pattern(count)
            let iv = try AES.CBC.IV(data: start), nonce = try AES.CTR.Nonce(data: start)
            let cbc = try AES.CBC.encrypt(text, using: symmetric, iv: iv)
            #expect(try enc("cbc", text) == cbc && enc("cbc", cbc, decrypting: true) == text)
            let ctr = try AES.CTR.encrypt(text, using: symmetric, nonce: nonce)
            #expect(try enc("ctr", text) == ctr && enc("ctr", ctr, decrypting: true) == text)
        }
    }
}
