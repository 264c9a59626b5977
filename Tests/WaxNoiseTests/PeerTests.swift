import Foundation
import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

/// The Python package `noiseprotocol`, an independent implementation, in a process of its own: one command a line in
/// its standard input, one line of hex digits as the answer.
final class PythonNoise {
    private let process = Process()
    private let input = Pipe(), output = Pipe()
    private var received = Data()

    static let script = """
        import sys
        from noise.connection import NoiseConnection, Keypair
        for line in sys.stdin:
            command, *arguments = line.rstrip('\\n').split(' ')
            values = [bytes.fromhex(a) for a in arguments]
            answer = b''
            try:
                if command == 'begin':
                    noise = NoiseConnection.from_name(values[0])
                    (noise.set_as_initiator if values[1] == b'i' else noise.set_as_responder)()
                    noise.set_prologue(values[2])
                    if values[3]: noise.set_keypair_from_private_bytes(Keypair.STATIC, values[3])
                    if values[4]: noise.set_psks(psk=values[4])
                    noise.start_handshake()
                elif command == 'write': answer = bytes(noise.write_message(values[0]))
                elif command == 'read': answer = bytes(noise.read_message(values[0]))
                elif command == 'hash': answer = noise.get_handshake_hash()
                elif command == 'encrypt':
                    answer = noise.noise_protocol.cipher_state_encrypt.encrypt_with_ad(values[0], values[1])
                elif command == 'decrypt':
                    answer = noise.noise_protocol.cipher_state_decrypt.decrypt_with_ad(values[0], values[1])
                elif command == 'rekey-encrypt': noise.noise_protocol.cipher_state_encrypt.rekey()
                elif command == 'rekey-decrypt': noise.noise_protocol.cipher_state_decrypt.rekey()
                else: raise ValueError(command)
                print(bytes(answer).hex(), flush=True)
            except Exception as problem:
                print('!' + repr(problem).encode().hex(), flush=True)
        """

    struct Failure: Error {
        var text: String
    }

    init() throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script]
        process.standardInput = input
        process.standardOutput = output
        try Peer.start(process)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    @discardableResult
    func command(_ name: String, _ arguments: [UInt8]...) throws -> [UInt8] {
        let line = ([name] + arguments.map { Hex.encode($0) }).joined(separator: " ") + "\n"
        try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                let answer = String(decoding: received[..<end], as: UTF8.self)
                received = Data(received[(end + 1)...])
                guard !answer.hasPrefix("!") else {
                    throw Failure(text: String(decoding: try Hex.decode(String(answer.dropFirst())), as: UTF8.self))
                }
                return try Hex.decode(answer)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(text: "the process ended") }
            received += more
        }
    }
}

@Suite("An independent Noise implementation (Python's noiseprotocol)")
struct PeerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var pattern: String
        var role: HandshakeRole
        var testDescription: String { "\(pattern), we are the \(role)" }
    }

    static let cases: [Case] = ["XX", "NX", "XXpsk3", "NXpsk2", "NNpsk0"]
        .flatMap { [Case(pattern: $0, role: .initiator), Case(pattern: $0, role: .responder)] }

    @Test(
        "Handshake, transport with associated data, and rekey, both roles",
        .enabled(if: Peer.pythonHas("noise"), "the Python package noiseprotocol is not installed"),
        arguments: cases)
    func completes(_ test: Case) throws {
        var random = SeededRandom(seed: 91)
        let name = try NoiseProtocol(name: PatternTests.fullName(test.pattern))
        let keys = KeySet(name, &random)
        let ours = test.role == .initiator ? keys.initiator : keys.responder
        let theirs = test.role == .initiator ? keys.responder : keys.initiator
        let prologue = random.bytes(count: 50)
        func raw(_ secret: SecretBytes?) -> [UInt8] { secret.map { [UInt8](copying: $0.bytes) } ?? [] }
        func raw(_ key: SymmetricKey?) -> [UInt8] { key.map { [UInt8](copying: $0.bytes) } ?? [] }

        var handshake = try Handshake(name, role: test.role, prologue: prologue, keys: ours)
        let peer = try PythonNoise()
        try peer.command(
            "begin", name.name, [test.role == .initiator ? 0x72 : 0x69], prologue,
            raw(theirs.localStatic?.rawRepresentation), raw(theirs.preshared.first))
        while handshake.turn != .finish {
            let payload = random.bytes(count: Int.random(in: 0...300, using: &random))
            if handshake.turn == .write {
                let message = try handshake.writeMessage(payload: payload, using: &random)
                let received = try peer.command("read", message)
                #expect(received == payload)
            } else {
                let message = try peer.command("write", payload)
                let received = try handshake.readMessage(message)
                #expect(received == payload)
            }
        }
        let transport = try handshake.finish()
        let hash = try peer.command("hash")
        #expect(hash == transport.exporter.channelBinding)
        #expect(transport.remoteStatic == theirs.localStatic?.publicKey)
        let sending = try #require(transport.sending), receiving = try #require(transport.receiving)
        for round in 0..<12 {
            let text = random.bytes(count: round * 150), associated = random.bytes(count: round % 5)
            let sealed = try sending.encrypt(text, authenticating: associated)
            #expect(try peer.command("decrypt", associated, sealed) == text)
            let theirText = random.bytes(count: round * 90)
            let theirSealed = try peer.command("encrypt", associated, theirText)
            #expect(try receiving.decrypt(theirSealed, authenticating: associated) == theirText)
            if round % 4 == 2 {
                try sending.rekey()
                try peer.command("rekey-decrypt")
            }
            if round % 4 == 3 {
                try receiving.rekey()
                try peer.command("rekey-encrypt")
            }
        }
        let last = try sending.encrypt([1], authenticating: [2])
        #expect(throws: PythonNoise.Failure.self) { try peer.command("decrypt", [3], last) }
    }
}
