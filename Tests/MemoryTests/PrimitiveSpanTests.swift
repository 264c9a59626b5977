import Testing
import WaxAES
import WaxCore
import WaxSHA
import WaxTestSupport
import WaxX25519

@Suite("Spans beside forbidden pages: primitives")
struct PrimitiveSpanTests {
    @Test("Comparing, copying, hexadecimal digits")
    func core() throws {
        for count in lengths {
            let bytes = pattern(count)
            let digits = try guarded([bytes], outputs: [2 * count]) { inputs, outputs in
                let first = inputs[0]
                outputs[0].withMutableSpan { Hex.encode(first.span, into: &$0) }
                return []
            }
            let decoded = try guarded([digits], outputs: [count]) { inputs, outputs in
                let first = inputs[0]
                try outputs[0].withMutableSpan { span throws(Hex.DecodingError) in
                    try Hex.decode(first.span, into: &span)
                }
                return []
            }
            #expect(decoded == bytes)
            let copied = try guarded([bytes, bytes], outputs: [count]) { inputs, outputs in
                let (first, second) = (inputs[0], inputs[1])
                outputs[0].withMutableSpan { constantTimeCopy(first.span, to: &$0, if: .yes) }
                return [constantTimeEqual(first.span, second.span).declassified ? 1 : 0]
            }
            #expect(copied == [1] + bytes)
        }
    }

    private func checkHash<H: HashFunction>(_: H.Type) throws {
        for count in lengths {
            let data = pattern(count)
            let key = pattern(count % 200)
            let result = try guarded([data, key], outputs: [H.Digest.byteCount, H.Digest.byteCount]) { inputs, outputs in
                let (first, second) = (inputs[0], inputs[1])
                outputs[0].withMutableSpan { digest in
                    var hash = H()
                    let half = first.count / 2
                    hash.update(first.span.extracting(..<half))
                    hash.update(first.span.extracting(half...))
                    hash.finalize(into: &digest)
                }
                outputs[1].withMutableSpan { code in
                    var hmac = HMAC<H>(key: second.span)
                    hmac.update(first.span)
                    hmac.finalize(into: &code)
                }
                return Array(H.hash(first.span))
            }
            #expect(Array(result.prefix(H.Digest.byteCount)) == Array(H.hash(data: data)))
            #expect(Array(result.dropFirst(H.Digest.byteCount).prefix(H.Digest.byteCount)) == Array(H.hash(data: data)))
        }
        let derived = try guarded([pattern(33), pattern(9), pattern(5)], outputs: [H.Digest.byteCount, 100, 70]) {
            inputs, outputs in
            let (first, second, third) = (inputs[0], inputs[1], inputs[2])
            outputs[0].withMutableSpan {
                HKDF<H>.extract(inputKeyMaterial: first.span, salt: second.span, into: &$0)
            }
            try outputs[1].withMutableSpan { output throws(HKDFError) in
                try HKDF<H>.expand(pseudoRandomKey: first.span, info: third.span, into: &output)
            }
            let rounds = try PBKDF2Rounds(existing: 2)
            try outputs[2].withMutableSpan { output throws(PBKDF2Error) in
                try PBKDF2<H>.deriveKey(from: first.span, salt: second.span, rounds: rounds, into: &output)
            }
            return []
        }
        #expect(derived.contains { $0 != 0 })
    }

    @Test("Hashes, HMAC and key derivation")
    func hashes() throws {
        try checkHash(SHA256.self)
        try checkHash(SHA384.self)
        try checkHash(SHA512.self)
        try checkHash(SHA224.self)
        try checkHash(SHA512_256.self)
        try checkHash(Insecure.SHA1.self)
        let parameters = try Scrypt.Parameters(cost: 4, blockSize: 1)
        let key = try guarded([pattern(7), pattern(8)], outputs: [33]) { inputs, outputs in
            let (first, second) = (inputs[0], inputs[1])
            try outputs[0].withMutableSpan { output throws(ScryptError) in
                try Scrypt.deriveKey(from: first.span, salt: second.span, parameters: parameters, into: &output)
            }
            return []
        }
        #expect(key.contains { $0 != 0 })
    }

    @Test("AES-GCM on every backend", arguments: AES.Backend.allCases)
    func gcm(backend: AES.Backend) throws {
        let context = try AES.GCM.Context(key: SymmetricKey(data: pattern(32)), backend: backend)
        for count in lengths {
            let (text, data, nonce) = (pattern(count), pattern(count % 50), pattern(count % 3 == 0 ? 12 : 1 + count % 40))
            let sealed = try guarded([text, data, nonce], outputs: [count, 16, count, 13]) { inputs, outputs in
                let (first, second, third) = (inputs[0], inputs[1], inputs[2])
                try outputs[0].withMutableSpan { output throws(AESError) in
                    try outputs[1].withMutableSpan { tag throws(AESError) in
                        try context.seal(
                            first.span, into: &output, nonce: third.span, authenticating: second.span,
                            tag: &tag)
                    }
                }
                try outputs[2].withMutableSpan { text throws(AESError) in
                    text.replace(with: first.span)
                    try outputs[3].withMutableSpan { tag throws(AESError) in
                        try context.seal(&text, nonce: third.span, authenticating: second.span, tag: &tag)
                    }
                }
                return []
            }
            let ciphertext = Array(sealed.prefix(count)), tag = Array(sealed.dropFirst(count).prefix(16))
            #expect(Array(sealed.dropFirst(count + 16).prefix(count)) == ciphertext)
            let opened = try guarded([ciphertext, data, nonce, tag], outputs: [count, count]) { inputs, outputs in
                let (first, second, third, fourth) = (inputs[0], inputs[1], inputs[2], inputs[3])
                try outputs[0].withMutableSpan { output throws(AESError) in
                    try context.open(
                        first.span, into: &output, nonce: third.span, authenticating: second.span,
                        tag: fourth.span)
                }
                try outputs[1].withMutableSpan { text throws(AESError) in
                    text.replace(with: first.span)
                    try context.open(&text, nonce: third.span, authenticating: second.span, tag: fourth.span)
                }
                return []
            }
            #expect(opened == text + text)
        }
    }

    @Test("CBC, CTR, GMAC, GCM in parts and key wrap on every backend", arguments: AES.Backend.allCases)
    func modes(backend: AES.Backend) throws {
        let key = SymmetricKey(data: pattern(16))
        let cbc = try AES.CBC.Context(key: key, backend: backend)
        let ctr = try AES.CTR.Context(key: key, backend: backend)
        let gcm = try AES.GCM.Context(key: key, backend: backend)
        let wrap = try AES.KeyWrap.Context(key: key, backend: backend)
        for count in lengths {
            let (text, iv) = (pattern(count), pattern(16))
            let padded = AES.CBC.ciphertextByteCount(forTextOf: count)
            let encrypted = try guarded([text, iv], outputs: [padded, count, count, 16]) { inputs, outputs in
                let (first, second) = (inputs[0], inputs[1])
                try outputs[0].withMutableSpan { output throws(AESError) in
                    try cbc.encrypt(first.span, into: &output, iv: second.span)
                }
                try outputs[1].withMutableSpan { text throws(AESError) in
                    text.replace(with: first.span)
                    try ctr.encrypt(&text, nonce: second.span)
                }
                var sealer = try AES.GCM.Sealer(using: gcm, nonce: second.span)
                try sealer.authenticate(first.span)
                try outputs[2].withMutableSpan { text throws(AESError) in
                    text.replace(with: first.span)
                    try sealer.seal(&text)
                }
                var tag = [UInt8](repeating: 0, count: 16)
                var tagSpan = tag.mutableSpan
                try sealer.finalize(tag: &tagSpan)
                var mac = try AES.GMAC(using: gcm, nonce: second.span)
                try mac.update(first.span)
                var code = [UInt8](repeating: 0, count: 16)
                var codeSpan = code.mutableSpan
                try mac.finalize(into: &codeSpan)
                return tag + code
            }
            let ciphertext = Array(encrypted.dropFirst(32).prefix(padded))
            let decrypted = try guarded([ciphertext, iv], outputs: [padded]) { inputs, outputs in
                let (first, second) = (inputs[0], inputs[1])
                let found = try outputs[0].withMutableSpan { output throws(AESError) in
                    try cbc.decrypt(first.span, into: &output, iv: second.span)
                }
                return found == count ? [] : [1]
            }
            #expect(Array(decrypted.prefix(count)) == text)
            guard count > 0, count <= 257 else { continue }
            let wrappedCount = AES.KeyWrap.paddedByteCount(forKeyOf: count)
            let wrapped = try guarded([text], outputs: [wrappedCount]) { inputs, outputs in
                let first = inputs[0]
                try outputs[0].withMutableSpan { output throws(AESError) in
                    try wrap.wrapPadded(first.span, into: &output)
                }
                return []
            }
            let unwrapped = try guarded([wrapped], outputs: [wrappedCount - 8]) { inputs, outputs in
                let first = inputs[0]
                _ = try outputs[0].withMutableSpan { output throws(AESError) in
                    try wrap.unwrapPadded(first.span, into: &output)
                }
                return []
            }
            #expect(Array(unwrapped.prefix(count)) == text)
        }
    }

    @Test("X25519")
    func x25519() throws {
        let result = try guarded([pattern(32), pattern(32, 9)]) { inputs, _ in
            let (first, second) = (inputs[0], inputs[1])
            let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: first.span)
            let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: second.span)
            let secret = try key.sharedSecretFromKeyAgreement(with: peer)
            return [UInt8](copying: secret.bytes)
        }
        #expect(result.count == 32)
    }
}
