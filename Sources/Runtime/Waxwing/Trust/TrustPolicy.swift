public import WaxKeys
internal import WaxTransport

/// Which peers a side trusts. There is no default: whoever connects or listens says it.
///
/// A peer proves its identity in the handshake, whatever the policy is; the policy decides which identities are
/// welcome. A client asks it before the server learns who the client is.
public struct TrustPolicy: Sendable {
    enum Source: Sendable {
        case authorizedKeysFile(String)
        case authorizedKeys(AuthorizedKeys)
        case fingerprints(Set<OpenSSHFingerprint>)
        case knownHosts(String, acceptsNew: Bool)
        case anyone
    }

    let source: Source

    /// The keys of a file in the form of OpenSSH's `authorized_keys`, `ssh-rsa` lines only.
    ///
    /// A line with an option is refused, as none is known here and the key was meant to be restricted; lines with
    /// keys of other types are skipped. Both are told to the log. A file that others than its owner may change is
    /// refused as a whole. A server reads it when it begins to listen and at ``Server/reloadTrust()``.
    public static func authorizedKeys(at path: String) -> TrustPolicy { TrustPolicy(source: .authorizedKeysFile(path)) }

    /// The keys of a list in the form of OpenSSH's `authorized_keys`, by the same rules as
    /// ``authorizedKeys(at:)``.
    public static func authorizedKeys(_ keys: AuthorizedKeys) -> TrustPolicy {
        TrustPolicy(source: .authorizedKeys(keys))
    }

    /// The one key that has a fingerprint as `ssh-keygen -l` and `waxwing fingerprint` print it: `SHA256:…`.
    ///
    /// - Throws: ``WaxwingError/Code/misuse`` if the text is no fingerprint.
    public static func fingerprint(_ text: String) throws(WaxwingError) -> TrustPolicy { try fingerprints([text]) }

    /// The keys that have one of several fingerprints.
    ///
    /// - Throws: ``WaxwingError/Code/misuse`` if a text is no fingerprint.
    public static func fingerprints(_ texts: [String]) throws(WaxwingError) -> TrustPolicy {
        var fingerprints: Set<OpenSSHFingerprint> = []
        for text in texts {
            do throws(OpenSSHError) {
                fingerprints.insert(try OpenSSHFingerprint(text))
            } catch {
                throw WaxwingError(.misuse, "“\(text.escapedForDisplay)” is no fingerprint: \(error)")
            }
        }
        return TrustPolicy(source: .fingerprints(fingerprints))
    }

    /// The keys that servers had before, for clients only: a file with one line for each, `host:port ssh-rsa …`.
    ///
    /// A server whose key is not the one in the file is refused, with an error that says so loudly: somebody may
    /// stand between.
    ///
    /// - Parameters:
    ///   - path: The file. It need not exist yet.
    ///   - acceptNew: Whether a server that is not in the file is trusted and written down (trust on first use).
    ///     Whoever stands between at that first time is trusted too.
    public static func knownHosts(at path: String, acceptNew: Bool = false) -> TrustPolicy {
        TrustPolicy(source: .knownHosts(path, acceptsNew: acceptNew))
    }

    /// Anyone at all.
    ///
    /// - Warning: A client with this policy cannot tell the server from somebody who stands between, who reads and
    ///   changes everything. A server with it takes files and messages from every stranger, with and
    ///   without an identity. It is for tests, and for services that are open to all on purpose.
    public static var anyone: TrustPolicy { TrustPolicy(source: .anyone) }

    /// Whether peers without an identity are welcome too.
    var allowsAnonymousPeers: Bool {
        if case .anyone = source { return true }
        return false
    }
}
