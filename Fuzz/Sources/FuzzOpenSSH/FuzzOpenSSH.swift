import FuzzSupport
import WaxCore
import WaxKeys

// Any text as authorized_keys, known hosts, a public key line and a fingerprint: only declared errors, and what
// was read is read again, the same, from what is written.

@_cdecl("FuzzOpenSSH_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        let text = String(decoding: bytes, as: UTF8.self)
        if let keys = try? AuthorizedKeys(parsing: bytes.span) {
            let lines = bytes.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
            for entry in keys.entries {
                require(entry.line >= 1 && entry.line <= lines, "a line that is not there")
                require((try? OpenSSHPublicKey("\(entry.publicKey)")) == entry.publicKey, "a key changes")
            }
            for notice in keys.notices { _ = notice.description }
        }
        if let key = try? OpenSSHPublicKey(bytes.span) {
            require((try? OpenSSHPublicKey("\(key)")) == key, "a line changes")
            require((try? OpenSSHFingerprint("\(key.fingerprint)")) == key.fingerprint, "a fingerprint changes")
        }
        if let hosts = try? KnownHosts(parsing: bytes.span) {
            let again = try? KnownHosts(parsing: hosts.text)
            require(again?.entries == hosts.entries, "known hosts change")
        }
        if let fingerprint = try? OpenSSHFingerprint(text) {
            require("\(fingerprint)" == text, "a fingerprint has two forms")
        }
        return 0
    }
}
