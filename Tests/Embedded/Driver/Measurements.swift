import WaxAES
import WaxCore
import WaxDeflate
import WaxRSA
import WaxSHA
import WaxX25519

/// Prints how fast a few operations are.
func measure() {
    let key = SymmetricKey(size: .bits128)
    var text = [UInt8](repeating: 7, count: 16_384)
    var tag = [UInt8](repeating: 0, count: 16)
    let nonce = [UInt8](repeating: 1, count: 12)
    if let context = try? AES.GCM.Context(key: key) {
        report("aes-128-gcm-seal, KB/s", per: 16_384) {
            var textSpan = text.mutableSpan
            var tagSpan = tag.mutableSpan
            try? context.seal(&textSpan, nonce: nonce.span, authenticating: nonce.span, tag: &tagSpan)
        }
    }
    report("sha-256, KB/s", per: 16_384) { tag[0] ^= SHA256.hash(data: text).bytes[0] }
    report("sha-512, KB/s", per: 16_384) { tag[0] ^= SHA512.hash(data: text).bytes[0] }
    let mine = Curve25519.KeyAgreement.PrivateKey()
    let peer = Curve25519.KeyAgreement.PrivateKey().publicKey
    report("x25519, op/s", per: 1000) {
        if let secret = try? mine.sharedSecretFromKeyAgreement(with: peer) { tag[0] ^= secret.bytes[0] }
    }
    // Words of a few letters, as it were.
    for index in text.indices { text[index] = 97 + UInt8(truncatingIfNeeded: index &* index >> 5 & 7) }
    let stream = Deflate.compress(text, format: .raw)
    report("deflate-6, KB/s", per: 16_384) { tag[0] ^= Deflate.compress(text, format: .raw)[0] }
    report("inflate, KB/s", per: 16_384) {
        if let text = try? Deflate.decompress(stream, format: .raw) { tag[0] ^= text[0] }
    }
}

/// Repeats an operation for a fifth of a second, and prints its speed in thousands of `amount` a second.
private func report(_ name: StaticString, per amount: UInt64, _ body: () -> Void) {
    let start = Host.microseconds
    var count: UInt64 = 0
    repeat {
        body()
        count += 1
    } while Host.microseconds - start < 200_000
    Host.print("speed ")
    Host.print(name)
    Host.print(": ")
    Host.print(count * amount * 1000 / (Host.microseconds - start))
    Host.print("\n")
}
