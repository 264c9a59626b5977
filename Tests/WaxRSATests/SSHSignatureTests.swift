import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

/// Signatures as `ssh-keygen -Y` makes them: RSASSA-PKCS1-v1_5 with SHA-512 over a structure that holds the hash of the
/// message (OpenSSH, PROTOCOL.sshsig).
@Suite("RSASSA-PKCS1-v1_5: ssh-keygen", .enabled(if: Peer.isAvailable("ssh-keygen"), "no ssh-keygen"))
struct SSHSignatureTests {
    private let message = Array("signed by one program and verified by another\n".utf8)

    private func string(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes
    }

    /// What is signed: the namespace, nothing, the name of the hash function and the hash of the message.
    private func signedStructure() -> [UInt8] {
        Array("SSHSIG".utf8) + string(Array("test".utf8)) + string([]) + string(Array("sha512".utf8))
            + string(RSA.HashAlgorithm.sha512.hash(message.span))
    }

    private func makeKey(_ folder: URL) throws -> (file: URL, key: RSA.Signing.PrivateKey) {
        let file = folder.appending(path: "id")
        let made = try Peer.run(
            "ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", file.path])
        try #require(made.succeeded, "\(made.errorText)")
        return (file, RSA.Signing.PrivateKey(try PeerKey.privateKey(file)))
    }

    @Test("We verify its signature", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func theirs() throws {
        try withTemporaryDirectory { folder in
            let (file, key) = try makeKey(folder)
            let messageFile = folder.appending(path: "message")
            try Data(message).write(to: messageFile)
            let signed = try Peer.run(
                "ssh-keygen", ["-q", "-Y", "sign", "-n", "test", "-f", file.path, messageFile.path])
            try #require(signed.succeeded, "\(signed.errorText)")
            let armoured = try String(contentsOf: messageFile.appendingPathExtension("sig"), encoding: .utf8)
            let base64 = armoured.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
            let blob = [UInt8](try #require(Data(base64Encoded: base64)))
            // The signature is what the structure ends with.
            let signature = Array(blob.suffix(256))
            #expect(Array(blob.suffix(256 + 4 + 12 + 4).prefix(16)) == string(Array("rsa-sha2-512".utf8)))
            #expect(key.publicKey.isValidSignature(
                signature, forMessage: signedStructure(), hash: .sha512, padding: .pkcs1v1_5))
            #expect(!key.publicKey.isValidSignature(
                signature, forMessage: signedStructure() + [0], hash: .sha512, padding: .pkcs1v1_5))
        }
    }

    @Test("It verifies ours", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func ours() throws {
        try withTemporaryDirectory { folder in
            let (_, key) = try makeKey(folder)
            let signature = try key.signature(forMessage: signedStructure(), hash: .sha512, padding: .pkcs1v1_5)
            let modulus = [0] + key.key.publicKey.modulus
            let publicKey = string(Array("ssh-rsa".utf8)) + string(key.key.publicKey.publicExponent) + string(modulus)
            let blob = Array("SSHSIG".utf8) + [0, 0, 0, 1] + string(publicKey) + string(Array("test".utf8)) + string([])
                + string(Array("sha512".utf8)) + string(string(Array("rsa-sha2-512".utf8)) + string(signature))
            let base64 = Data(blob).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
            let signatureFile = folder.appending(path: "message.sig")
            let armoured = "-----BEGIN SSH SIGNATURE-----\n\(base64)\n-----END SSH SIGNATURE-----\n"
            try Data(armoured.utf8).write(to: signatureFile)
            let arguments = ["-Y", "check-novalidate", "-n", "test", "-s", signatureFile.path]
            let verified = try Peer.run("ssh-keygen", arguments, input: message)
            #expect(verified.succeeded && verified.text.contains("Good \"test\" signature"), "\(verified.errorText)")
            #expect(!(try Peer.run("ssh-keygen", arguments, input: message + [0])).succeeded)
        }
    }
}
