import WaxCore
import WaxSHA

let codeAlgorithms: [Algorithm] = [("HMAC", authenticate), ("HKDF", derive)]

private func authenticate(_ record: Record) -> Bool {
    guard record.fields.count == 3 else { return false }
    return with(hash: record.parameters.0, Code(record: record))
}

private struct Code: HashUse {
    let record: Record

    func callAsFunction<H: HashFunction>(_: H) -> Bool {
        let (key, message, tag) = (record.fields[0], record.fields[1], record.fields[2])
        var hmac = HMAC<H>(key: SymmetricKey(data: key))
        hmac.update(message.span)
        var code = [UInt8](repeating: 0, count: 64)
        var span = code.mutableSpan
        hmac.finalize(into: &span)
        // Some publishers cut codes short.
        let isRight = !tag.isEmpty && tag.count <= code.count && [UInt8](code[..<tag.count]) == tag
        return isRight == record.isValid
    }
}

private func derive(_ record: Record) -> Bool {
    guard record.fields.count == 4 else { return false }
    return with(hash: record.parameters.0, Derivation(record: record))
}

private struct Derivation: HashUse {
    let record: Record

    func callAsFunction<H: HashFunction>(_: H) -> Bool {
        let fields = record.fields
        do throws(HKDFError) {
            let key = try HKDF<H>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: fields[0]), salt: fields[1], info: fields[2],
                outputByteCount: fields[3].count)
            return isEqual(key, fields[3]) == record.isValid
        } catch {
            return !record.isValid
        }
    }
}

func isEqual(_ key: SymmetricKey, _ bytes: [UInt8]) -> Bool {
    constantTimeEqual(key.bytes, bytes.span).declassified
}
