import WaxAES
import WaxCore

/// GMAC over AES.
struct WycheproofGMAC: WycheproofRunner {
    let groupType = "MacWithIvTest"
    let backends = AESBackends.all

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm == "AES-GMAC" else { throw Unsupported("\(algorithm) is not supported") }
        let tagByteCount = try group.integer("tagSize") / 8
        guard AES.GCM.tagByteCounts.contains(tagByteCount) else {
            throw Unsupported("AES-GMAC with tags of \(tagByteCount) bytes is not supported")
        }
        return WycheproofCheck(algorithm: "AES-GMAC") { test, backend in
            let key = SymmetricKey(data: try test.fields.bytes("key"))
            let nonce = try test.fields.bytes("iv")
            let message = try test.fields.bytes("msg")
            let tag = try test.fields.bytes("tag")
            guard
                let context = try? AES.GCM.Context(key: key, backend: try AESBackends.find(backend)),
                !nonce.isEmpty
            else { return false }
            var verifier = try AES.GMAC(using: context, nonce: nonce.span)
            try verifier.update(message.span)
            guard try verifier.isValid(tag.span) else { return false }

            var code = [UInt8](repeating: 0, count: tagByteCount)
            var maker = try AES.GMAC(using: context, nonce: nonce.span)
            let split = message.count / 3
            try maker.update(message.span.extracting(first: split))
            try maker.update(message.span.extracting(split...))
            var span = code.mutableSpan
            try maker.finalize(into: &span)
            guard code == tag else { throw Mismatch("another code") }
            return true
        }
    }
}
