import Foundation
import WaxCore
import WaxKeys
import WaxRSA
import WaxTestSupport

/// Key files of pyca/cryptography.
enum Sample {
    static func bytes(_ path: String) throws -> [UInt8] {
        try TestVectors.bytes("pyca/asymmetric/" + path)
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    private static let key = Result {
        try RSA.PrivateKey(pemRepresentation: text("Traditional_OpenSSL_Serialization/testrsa.pem"))
    }

    /// The private key of 2048 bits that most tests use.
    static func privateKey() throws -> RSA.PrivateKey { try key.get() }

    static func publicKey() throws -> RSA.PublicKey { try privateKey().publicKey }
}

extension SecretBytes {
    /// The bytes, for comparing: these keys are no secrets.
    var array: [UInt8] { (0..<count).map { bytes[$0] } }
}

/// The error of a reading, if there is one.
func failure<Value, E: Error>(of body: () throws(E) -> Value) -> E? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
