/// `openssl speed`, which measures OpenSSL from C.
struct OpenSSLPeer: Peer {
    let name = "openssl"

    var isInstalled: Bool { ChildProcess.isAvailable("openssl") }

    let installation = "the program openssl, of the package openssl on most systems"

    func command(for row: Row, seconds: Double) -> PeerCommand? {
        // It takes whole seconds only.
        let time = ["-seconds", String(max(1, Int(seconds.rounded()))), "-mr"]
        if let size = row.byteCount, let words = Self.sized(row.work) {
            return PeerCommand(words: ["openssl", "speed"] + words + ["-bytes", String(min(size, Self.longest))] + time) {
                Self.field($0, line: "+F:", last: true).map { $0 / 1e6 }
            }
        }
        // It pads as PKCS #1 v1.5 does; the padding takes next to no time, whatever it is.
        let parts = row.work.replacing("-pkcs1-", with: "-").split(separator: "-")
        if parts.count == 3, parts[0] == "rsa", let index = ["sign": 3, "verify": 4][parts[2]] {
            return PeerCommand(words: ["openssl", "speed"] + time + ["rsa\(parts[1])"]) {
                Self.field($0, line: "+F2:", index: index)
            }
        }
        if row.work == "x25519" {
            return PeerCommand(words: ["openssl", "speed"] + time + ["ecdhx25519"]) {
                Self.field($0, line: "+F5:", index: 3)
            }
        }
        return nil
    }

    /// Beyond this size nothing changes, and its buffers would no longer do.
    private static let longest = 1 << 20

    private static func sized(_ work: String) -> [String]? {
        let parts = work.split(separator: "-").map(String.init)
        switch parts.first {
        case "aes" where parts.count == 4 && ["gcm", "cbc"].contains(parts[2]):
            let cipher = ["-evp", "aes-\(parts[1])-\(parts[2])"]
            switch parts[3] {
            case "seal", "encrypt": return cipher
            case "open", "decrypt": return ["-decrypt"] + cipher
            default: return nil
            }
        case "aes" where parts.count == 3 && parts[2] == "ctr": return ["-evp", "aes-\(parts[1])-ctr"]
        case "sha" where parts.count == 2: return ["-evp", parts[1] == "1" ? "sha1" : "sha\(parts[1])"]
        case "sha" where work == "sha-512-256": return ["-evp", "sha512-256"]
        // The tree has no counterpart: it stands against one stream.
        case "sha" where work == "sha-256-tree": return ["-evp", "sha256"]
        case "hmac" where parts.count == 3 && parts[1] == "sha": return ["-hmac", "sha\(parts[2])"]
        default: return nil
        }
    }

    /// A number of a line of the form `+F2:2:2048:4133.0:61860.0`, counted from nought.
    static func field(_ output: String, line prefix: String, index: Int = 0, last: Bool = false) -> Double? {
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix(prefix) }) else { return nil }
        let fields = line.split(separator: ":")
        guard last || fields.indices.contains(index) else { return nil }
        return Double(last ? fields[fields.count - 1] : fields[index])
    }
}
