import WaxWire

extension ErrorCode {
    /// What a peer says with this code, in words for a person; for an application's code its number.
    package var words: String {
        switch self {
        case .none: "that nothing is wrong"
        case .malformed: "that something it got was malformed"
        case .unsupportedVersion: "that it speaks none of the versions offered"
        case .unsupportedSuite: "that it does not speak the Noise protocol offered"
        case .unsupportedExtension: "that it does not know an extension that this side insists on"
        case .authenticationFailed: "that it does not accept this side's identity"
        case .busy: "that it has too much to do just now"
        case .deadline: "that something took too long"
        case .protocolViolation: "that a rule of the protocol was broken"
        case .limitExceeded: "that there is more of something than it allows"
        case .flowControl: "that more came than it had given credit for"
        case .internalError: "that something went wrong on its side"
        case .shuttingDown: "that it is going away"
        case .cancelled: "that it was given up there"
        case .noSuchService: "that it has no such service"
        case .refused: "that it does not want this"
        case .alreadyExists: "that the name is taken"
        case .noSpace: "that it has no room"
        case .integrity: "that the content is not what its hash says"
        case .storageFailed: "that it could not be stored"
        case .unsupportedType: "that it does not know this type"
        default: "\(self)"
        }
    }
}
