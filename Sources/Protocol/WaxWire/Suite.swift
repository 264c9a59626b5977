/// The Noise protocols that Waxwing speaks.
public enum Suite: Sendable, CaseIterable {
    /// Both sides have identities.
    case xx
    /// The client is anonymous.
    case nx
    /// Both sides have identities and a secret in common.
    case xxpsk3
    /// The client is anonymous, but knows a secret of the server's.
    case nxpsk2

    /// The suite for what the client has.
    public init(clientHasIdentity: Bool, presharedKey: Bool) {
        switch (clientHasIdentity, presharedKey) {
        case (true, false): self = .xx
        case (false, false): self = .nx
        case (true, true): self = .xxpsk3
        case (false, true): self = .nxpsk2
        }
    }

    /// The suite with this Noise protocol name, if it is one that Waxwing speaks.
    public init?(protocolName: [UInt8]) {
        for suite in Suite.allCases where [UInt8](suite.protocolName.utf8) == protocolName {
            self = suite
            return
        }
        return nil
    }

    /// The full Noise protocol name.
    public var protocolName: String {
        switch self {
        case .xx: "Noise_XX_25519_AESGCM_SHA256"
        case .nx: "Noise_NX_25519_AESGCM_SHA256"
        case .xxpsk3: "Noise_XXpsk3_25519_AESGCM_SHA256"
        case .nxpsk2: "Noise_NXpsk2_25519_AESGCM_SHA256"
        }
    }

    /// Whether the client shows an identity, in a third handshake message.
    public var clientHasIdentity: Bool { self == .xx || self == .xxpsk3 }

    /// Whether the two sides have a secret in common.
    public var hasPresharedKey: Bool { self == .xxpsk3 || self == .nxpsk2 }
}
