import WaxAES
import WaxCore
import WaxSHA
import WaxX25519

/// Runs the vectors from standard input, prints how many passed of each kind, and measures; 1 if any failed.
@_cdecl("main")
func main(_ count: CInt, _ words: UnsafeMutableRawPointer?) -> CInt {
    var passed = [UInt64](repeating: 0, count: 8)
    var failed: UInt64 = 0
    var number: UInt64 = 0
    var reader = RecordReader(Host.readAll())
    while let record = reader.next() {
        number += 1
        if passes(record), Int(record.kind) < passed.count {
            passed[Int(record.kind)] += 1
        } else {
            failed += 1
            Host.print("failed: record ")
            Host.print(number)
            Host.print(" of kind ")
            Host.print(UInt64(record.kind))
            Host.print("\n")
        }
    }
    for kind in passed.indices.dropFirst() {
        Host.print("passed ")
        Host.print(UInt64(kind))
        Host.print(" ")
        Host.print(passed[kind])
        Host.print("\n")
    }
    Host.print("failed ")
    Host.print(failed)
    Host.print("\n")
    measure()
    return failed == 0 ? 0 : 1
}

private func measure() {
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
