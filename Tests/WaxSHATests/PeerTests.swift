import Testing
import WaxCore
import WaxTestSupport

@Suite("Hashing, HMAC and HKDF: independent programs")
struct PeerTests {
    static let messages: [[UInt8]] = {
        var random = SeededRandom(seed: 2)
        return [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000, 100_000].map { random.bytes(count: $0) }
    }()

    @Test(
        "openssl dgst computes the same digests and codes",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"), arguments: Function.allCases)
    func openssl(function: Function) throws {
        let name = "-" + function.opensslName
        let key = Array(UInt8(0)..<200)
        for message in [Self.messages[0], Self.messages[5], Self.messages[13]] {
            #expect(try Peer.output(of: "openssl", ["dgst", name, "-binary"], input: message) == function.hash(message))
            let code = try Peer.output(
                of: "openssl",
                ["dgst", name, "-binary", "-mac", "HMAC", "-macopt", "hexkey:" + Hex.encode(key)], input: message)
            #expect(code == function.authenticate(message, key: key))
        }
    }

    /// Reads lines of hexadecimal words `message key salt`, and prints `digest code derived`.
    static let script = """
        import sys, hashlib, hmac
        name = sys.argv[1]
        def derive(secret, salt, info, count):
            size = hashlib.new(name).digest_size
            key = hmac.new(salt or bytes(size), secret, name).digest()
            last, output, number = b"", b"", 1
            while len(output) < count:
                last = hmac.new(key, last + info + bytes([number]), name).digest()
                output, number = output + last, number + 1
            return output[:count]
        for line in sys.stdin:
            message, key, salt = (bytes.fromhex(word[1:]) for word in line.split())
            print(hashlib.new(name, message).hexdigest(), hmac.new(key, message, name).hexdigest(),
                  derive(key, salt, message[:80], 150).hex())
        """

    @Test(
        "Python's hashlib and hmac compute the same digests, codes and keys",
        .enabled(if: Peer.pythonHas("hmac"), "python3 is not installed"), arguments: Function.allCases)
    func python(function: Function) throws {
        var random = SeededRandom(seed: 3)
        let inputs = Self.messages.map { message in
            (message, random.bytes(count: Int(random.nextUInt64() % 300)), random.bytes(count: message.count % 50))
        }
        let text = inputs.map { "x\(Hex.encode($0)) x\(Hex.encode($1)) x\(Hex.encode($2))\n" }.joined()
        let output = try Peer.python(Self.script, [function.opensslName.replacing("-", with: "_")], input: Array(text.utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == inputs.count)
        for ((message, key, salt), line) in zip(inputs, lines) {
            let words = line.split(separator: " ").map(String.init)
            #expect(Hex.encode(function.hash(message)) == words[0])
            #expect(Hex.encode(function.authenticate(message, key: key)) == words[1])
            let info = Array(message.prefix(80))
            #expect(try Hex.encode(function.derive(key, salt: salt, info: info, count: 150)) == words[2])
        }
    }

    /// Checks codes of ours with the verifying side of OpenSSL: lines `message key code`.
    static let verifier = """
        import sys
        from cryptography.hazmat.primitives import hashes, hmac
        for line in sys.stdin:
            message, key, code = (bytes.fromhex(word[1:]) for word in line.split())
            check = hmac.HMAC(key, getattr(hashes, sys.argv[1])())
            check.update(message)
            check.verify(code)
            print("ok")
        """

    @Test(
        "Python's cryptography accepts our codes",
        .enabled(if: Peer.pythonHas("cryptography"), "python3 with cryptography is not installed"),
        arguments: Function.allCases)
    func verification(function: Function) throws {
        var random = SeededRandom(seed: 4)
        let text = Self.messages.map { message in
            let key = random.bytes(count: 1 + Int(random.nextUInt64() % 300))
            let code = function.authenticate(message, key: key)
            return "x\(Hex.encode(message)) x\(Hex.encode(key)) x\(Hex.encode(code))\n"
        }.joined()
        let output = try Peer.python(Self.verifier, [function.rawValue], input: Array(text.utf8))
        #expect(String(decoding: output, as: UTF8.self).split(separator: "\n").count == Self.messages.count)
    }
}
