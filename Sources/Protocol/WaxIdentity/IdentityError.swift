public import WaxKeys
public import WaxRSA
public import WaxWire

/// Why an identity was not accepted, or could not be made.
///
/// Of the first four faults the peer is told `authenticationFailed` and nothing else; the details are for
/// this side's own log and user.
public enum IdentityError: Error, Equatable, Sendable {
    // MARK: The peer misbehaved.

    /// Bytes are not in the form that they must have.
    case malformed(WireError.Reason)
    /// The identity is not an RSA key in the one form that is accepted, or its size or exponent is out of bounds.
    case badKey(KeyError)
    /// The delegation is for another key than the peer showed in the handshake: it is somebody else's.
    case keyMismatch
    /// The delegation is for the other side of a connection.
    case roleMismatch
    /// The delegation is of another identity than the one beside it.
    case identityMismatch
    /// The delegation is valid for longer than this side accepts, or ends before it begins.
    case validityTooLong(notBefore: UInt64, notAfter: UInt64)
    /// The signature of the delegation is wrong.
    case badSignature

    // MARK: The peer is incompatible: it may be newer.

    /// Something is of a kind that is not known here.
    case unsupported(Feature)

    // MARK: Nobody is at fault.

    /// The identity is not one that this side trusts.
    case notTrusted(fingerprint: [UInt8], reason: String)
    /// One of the two clocks is wrong, or the peer did not renew its delegation: all in seconds since 1970.
    case clock(notBefore: UInt64, notAfter: UInt64, now: Int64)

    // MARK: The caller or the system is at fault.

    /// A delegation cannot be valid for that many seconds.
    case validityNotPossible(seconds: UInt64)
    /// Signing failed.
    case signingFailed(RSAError)

    /// What is not known here.
    public enum Feature: Sendable, Equatable {
        /// The kind of the identity.
        case identityAlgorithm(UInt8)
        /// The version of the delegation.
        case delegationVersion
        /// The algorithm of the delegated key.
        case keyAlgorithm
        /// A critical extension of the delegation.
        case criticalExtension
    }

    /// Who has to do something about it.
    public enum Fault: Sendable, Equatable {
        /// The peer broke the rules, by error or on purpose.
        case peerMisbehaved
        /// The peer speaks something that is not known here.
        case peerIncompatible
        /// The peer is not trusted.
        case notTrusted
        /// A clock has to be set.
        case clock
        /// This side.
        case thisSide
    }

    /// Who has to do something about it.
    public var fault: Fault {
        switch self {
        case .malformed, .badKey, .keyMismatch, .roleMismatch, .identityMismatch, .validityTooLong, .badSignature:
            .peerMisbehaved
        case .unsupported: .peerIncompatible
        case .notTrusted: .notTrusted
        case .clock: .clock
        case .validityNotPossible, .signingFailed: .thisSide
        }
    }
}

extension IdentityError: CustomStringConvertible {
    /// One sentence for a log or a user of this side. It holds nothing that the peer chose freely, but a trust
    /// decision's reason.
    public var description: String {
        switch self {
        case .malformed(let reason): "the peer's identity is malformed (\(reason))"
        case .badKey(let error): "the peer's identity key is not accepted: \(error)"
        case .keyMismatch: "the peer showed a delegation for another key"
        case .roleMismatch: "the peer showed a delegation for the other side of a connection"
        case .identityMismatch: "the peer showed a delegation of another identity"
        case .validityTooLong(let notBefore, let notAfter):
            "the peer's delegation is valid for too long: from \(notBefore) to \(notAfter), in seconds since 1970"
        case .badSignature: "the signature of the peer's delegation is wrong"
        case .unsupported(let feature): "the peer's identity needs something that is not supported: \(feature)"
        case .notTrusted(_, let reason): "the peer's identity is not trusted: \(reason)"
        case .clock(let notBefore, let notAfter, let now):
            """
            the peer's delegation is valid from \(notBefore) to \(notAfter) and here it is \(now), in seconds since \
            1970: one of the two clocks is wrong, or the peer has not renewed its delegation
            """
        case .validityNotPossible(let seconds): "a delegation cannot be valid for \(seconds) seconds"
        case .signingFailed(let error): "signing a delegation failed: \(error)"
        }
    }
}
