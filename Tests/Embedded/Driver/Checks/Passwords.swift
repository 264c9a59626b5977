import WaxCore
import WaxSHA

let passwordAlgorithms: [Algorithm] = [("PBKDF2", derive), ("scrypt", deriveWithMemory)]

private func derive(_ record: Record) -> Bool {
    guard record.fields.count == 4 else { return false }
    return with(hash: record.parameters.0, Derivation(record: record))
}

private struct Derivation: HashUse {
    let record: Record

    func callAsFunction<H: HashFunction>(_: H) -> Bool {
        let fields = record.fields
        do throws(PBKDF2Error) {
            let rounds = try PBKDF2Rounds(existing: Int(UInt32(littleEndian: fields[2])))
            let key = try PBKDF2<H>.deriveKey(
                from: fields[0], salt: fields[1], outputByteCount: fields[3].count, rounds: rounds)
            return isEqual(key, fields[3]) == record.isValid
        } catch {
            return !record.isValid
        }
    }
}

private func deriveWithMemory(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 4 else { return false }
    do throws(ScryptError) {
        let parameters = try Scrypt.Parameters(
            cost: Int(UInt32(littleEndian: fields[2])), blockSize: Int(record.parameters.0),
            parallelization: Int(record.parameters.1))
        let key = try Scrypt.deriveKey(
            from: fields[0], salt: fields[1], outputByteCount: fields[3].count, parameters: parameters)
        return isEqual(key, fields[3]) == record.isValid
    } catch {
        return !record.isValid
    }
}
