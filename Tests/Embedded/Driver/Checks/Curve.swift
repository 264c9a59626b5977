import WaxCore
import WaxX25519

let curveAlgorithms: [Algorithm] = [("X25519", agree)]

private func agree(_ record: Record) -> Bool {
    guard record.fields.count == 3 else { return false }
    do throws(X25519Error) {
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: record.fields[0])
        let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: record.fields[1])
        let expected = record.fields[2]
        let secret = try key.sharedSecretFromKeyAgreement(with: peer)
        return record.isValid && constantTimeEqual(secret.bytes, expected.span).declassified
    } catch {
        return !record.isValid
    }
}
