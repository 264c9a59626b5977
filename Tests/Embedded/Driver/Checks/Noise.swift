import WaxCore
import WaxNoise
import WaxX25519

let noiseAlgorithms: [Algorithm] = [("Noise", converse)]

/// A handshake with every message of both sides, and what is sent after it.
private func converse(_ record: Record) -> Bool {
    let fields = record.fields, secretCount = Int(record.parameters.0)
    guard fields.count >= 10 + secretCount, (fields.count - secretCount) % 2 == 0 else { return false }
    let secrets = fields[10..<(10 + secretCount)].map { SymmetricKey(data: $0) }
    do throws(NoiseError) {
        let suite = try NoiseProtocol(name: fields[0])
        var initiator = try Handshake(
            suite, role: .initiator, prologue: fields[1], keys: keys(fields[2], fields[4], secrets))
        var responder = try Handshake(
            suite, role: .responder, prologue: fields[5], keys: keys(fields[6], fields[8], secrets))
        var ephemeral = (KnownBytes(bytes: fields[3]), KnownBytes(bytes: fields[7]))
        var position = 10 + secretCount
        while initiator.turn != .finish {
            guard position < fields.count else { return false }
            let (payload, message) = (fields[position], fields[position + 1])
            position += 2
            let written: [UInt8], read: [UInt8]
            if initiator.turn == .write {
                written = try initiator.writeMessage(payload: payload, using: &ephemeral.0)
                read = try responder.readMessage(message)
            } else {
                written = try responder.writeMessage(payload: payload, using: &ephemeral.1)
                read = try initiator.readMessage(message)
            }
            guard written == message, read == payload else { return false }
        }
        guard initiator.hash == fields[9], responder.hash == fields[9] else { return false }

        let (left, right) = (try initiator.finish(), try responder.finish())
        var fromInitiator = suite.pattern.messages.count % 2 == 0
        while position < fields.count {
            let sendsLeft = suite.pattern.isOneWay || fromInitiator
            guard let sender = sendsLeft ? left.sending : right.sending,
                let receiver = sendsLeft ? right.receiving : left.receiving
            else { return false }
            guard try sender.encrypt(fields[position]) == fields[position + 1],
                try receiver.decrypt(fields[position + 1]) == fields[position]
            else { return false }
            position += 2
            fromInitiator.toggle()
        }
        return true
    } catch {
        return false
    }
}

/// The keys of one side; an empty array stands for none.
private func keys(
    _ secret: [UInt8], _ remote: [UInt8], _ preshared: [SymmetricKey]
) throws(NoiseError) -> HandshakeKeys {
    var keys = HandshakeKeys(preshared: preshared)
    do throws(X25519Error) {
        if !secret.isEmpty { keys.localStatic = try .init(rawRepresentation: secret) }
        if !remote.isEmpty { keys.remoteStatic = try .init(rawRepresentation: remote) }
    } catch {
        throw .invalidPublicKey
    }
    return keys
}

/// Gives out the ephemeral key of a vector, once.
private struct KnownBytes: RandomSource {
    var bytes: [UInt8]

    mutating func fill(_ target: inout MutableSpan<UInt8>) {
        for index in 0..<target.count { target[index] = bytes.isEmpty ? 0 : bytes.removeFirst() }
    }
}
