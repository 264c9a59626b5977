import Testing
import WaxCore
import WaxDeflate
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxTestSupport
import WaxWire

@Suite("Spans beside forbidden pages: RSA, formats, compression, wire")
struct FormatSpanTests {
    @Test("Base64 in all variants")
    func base64() throws {
        for variant in [Base64.Variant.standard, .standardUnpadded, .urlSafe, .urlSafeUnpadded] {
            for count in lengths {
                let bytes = pattern(count)
                let text = try guarded(
                    [bytes], outputs: [Base64.encodedCount(forByteCount: count, as: variant)]
                ) { inputs, outputs in
                    let first = inputs[0]
                    outputs[0].withMutableSpan { Base64.encode(first.span, into: &$0, as: variant) }
                    return []
                }
                let decoded = try guarded([text], outputs: [count]) { inputs, outputs in
                    let first = inputs[0]
                    try outputs[0].withMutableSpan { span throws(Base64.DecodingError) in
                        try Base64.decode(first.span, into: &span, as: variant)
                    }
                    return []
                }
                #expect(decoded == bytes)
            }
        }
    }

    @Test("RSA keys, signatures and encryption; every beginning of a key's DER and PEM")
    func rsa() throws {
        let key = try RSA.PrivateKey(bitCount: 2048)
        let der = [UInt8](copying: key.derRepresentation.bytes), pem = Array(key.pemRepresentation.utf8)
        let message = pattern(100)
        let result = try guarded([der, pem, message]) { inputs, _ in
            let (first, second, third) = (inputs[0], inputs[1], inputs[2])
            let key = try RSA.PrivateKey(derRepresentation: first.span)
            let same = try RSA.PrivateKey(pemRepresentation: second.span)
            let signature = GuardedBuffer(try RSA.Signing.PrivateKey(key).signature(forMessage: third.span))
            let isValid = RSA.Signing.PublicKey(same.publicKey).isValidSignature(
                signature.span, forMessage: third.span)
            let box = GuardedBuffer(try RSA.Encryption.PublicKey(key.publicKey).encrypt(third.span, padding: .oaep))
            let text = try RSA.Encryption.PrivateKey(same).decrypt(box.span, padding: .oaep)
            return [isValid ? 1 : 0] + [UInt8](copying: text.bytes)
        }
        #expect(result == [1] + message)
        for count in stride(from: 0, to: der.count, by: 37) {
            _ = try guarded([Array(der.prefix(count)), Array(pem.prefix(count))]) { inputs, _ in
                let (first, second) = (inputs[0], inputs[1])
                return [
                    (try? RSA.PrivateKey(derRepresentation: first.span)) == nil ? 1 : 0,
                    (try? PEMDocument(pemRepresentation: second.span)) == nil ? 1 : 0,
                ]
            }
        }
    }

    @Test("CBOR, each beginning of a value")
    func cbor() throws {
        let encoded = try CBOREncoder().encode(["key": [1, 2, 300], "other": [70000, -5]])
        for count in 0...encoded.count {
            let result = try guarded([Array(encoded.prefix(count))]) { inputs, _ in
                let first = inputs[0]
                return [(try? CBORValue(decoding: first.span)) == nil ? 0 : 1]
            }
            #expect(result == [count == encoded.count ? 1 : 0])
        }
    }

    @Test("DEFLATE and checksums", arguments: [Deflate.Format.raw, .zlib, .gzip])
    func deflate(format: Deflate.Format) throws {
        for count in lengths {
            let data = pattern(count)
            let compressed = try guarded([data]) { inputs, _ in
                let first = inputs[0]
                return Deflate.compress(first.span, format: format)
            }
            let result = try guarded([compressed, data]) { inputs, _ in
                let (first, second) = (inputs[0], inputs[1])
                let sum = CRC32.checksum(second.span) ^ Adler32.checksum(second.span)
                var inflater = Inflater(format: format)
                var output: [UInt8] = []
                try inflater.update(first.span, appendingTo: &output)
                try inflater.finish()
                return output + [UInt8(truncatingIfNeeded: sum)]
            }
            #expect(Array(result.dropLast()) == data)
            let exact = try guarded([compressed], outputs: [count]) { inputs, outputs in
                let first = inputs[0]
                let written = try outputs[0].withMutableSpan { span throws(DeflateError) in
                    try Deflate.decompress(first.span, format: format, into: &span)
                }
                return [written == count ? 1 : 0]
            }
            #expect(exact == [1] + data)
        }
    }

    @Test("Units and frames, each beginning of a unit")
    func wire() throws {
        var writer = FrameWriter()
        let first = writer.append(.ping, payload: pattern(8))
        let payload = pattern(300)
        let second = writer.append(kindNumber: 0x41, stream: 5, payload: payload.span)
        let body = pattern(40)
        let unit = try UnitHeader.unit(.handshake, body: body.span)
        #expect(first && second)
        for count in 0...unit.count {
            let result = try guarded([Array(unit.prefix(count))]) { inputs, _ in
                let first = inputs[0]
                var parser = UnitParser()
                let consumed = try parser.consume(first.span)
                return [UInt8(consumed), parser.unit == nil ? 0 : 1]
            }
            #expect(result == [UInt8(count), count == unit.count ? 1 : 0])
        }
        let taken = writer.takeUnit()
        let record = try #require(taken)
        for count in 0...(record.count - 3) {
            _ = try guarded([Array(record.dropFirst(3).prefix(count))]) { inputs, _ in
                let first = inputs[0]
                var reader = FrameReader(first.span, largestPayload: 1 << 16)
                var frames: UInt8 = 0
                do { while try reader.next() != nil { frames += 1 } } catch { frames += 100 }
                return [frames]
            }
        }
    }
}
