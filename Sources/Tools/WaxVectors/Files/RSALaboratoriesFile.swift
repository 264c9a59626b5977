/// The vectors of RSA Laboratories for PKCS #1 v2.1: examples under headings such as `# Modulus:`, with the figures
/// as rows of octets. All of them use SHA-1 or padding of version 1.5, so they are recognised and not run.
struct RSALaboratoriesFile {
    private let algorithm: String
    private let count: Int

    init?(contents: [UInt8]) {
        let text = String(decoding: contents, as: UTF8.self)
        guard text.contains("# Modulus:"), text.contains("# Prime 1:") else { return nil }
        let kinds = [
            ("# RSA-PSS signing", "RSASSA-PSS with SHA-1"),
            ("# PKCS#1 v1.5 signing", "RSASSA-PKCS1-v1_5"),
            ("# PKCS#1 v1.5 encryption", "RSAES-PKCS1-v1_5"),
            ("# RSA-OAEP encryption", "RSAES-OAEP"),
            ("# OAEP Example", "RSAES-OAEP"),
        ]
        algorithm = kinds.first { text.contains($0.0) }?.1 ?? "RSA of a kind that is not known"
        count = max(1, text.ranges(of: "# Signature:").count + text.ranges(of: "# Encryption:").count)
    }

    func run(into recorder: inout Recorder) {
        recorder.skip("\(algorithm) (vectors of RSA Laboratories) is not supported", count: count)
    }
}
