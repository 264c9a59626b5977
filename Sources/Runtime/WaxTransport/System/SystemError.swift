#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The operating system refused a call.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system's number for a failure (`errno`).
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number.
        public let rawValue: Int32

        /// Makes a code from its number.
        public init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// What failed, for a person: the name of the call, and of the file or address where there is one.
    public let operation: String

    /// The system's number for the failure; compares with the constants of ``Code``.
    public let code: Code

    /// The system's words for the failure.
    public let reason: String

    /// Two errors are equal if their codes are; the words are for people.
    public static func == (left: SystemError, right: SystemError) -> Bool { left.code == right.code }

    /// What failed and why.
    public var description: String { "\(operation): \(reason)" }

    init(_ operation: String, code: Code, reason: String? = nil) {
        self.operation = operation
        self.code = code
        self.reason = reason ?? System.text(of: code)
    }

    /// The same failure, told with another subject.
    func about(_ operation: String) -> SystemError { SystemError(operation, code: code, reason: reason) }
}

extension SystemError.Code {
    /// There is no such file or directory.
    public static let notFound = Self(rawValue: ENOENT)
    /// The name is taken.
    public static let alreadyExists = Self(rawValue: EEXIST)
    /// The file permissions do not allow it.
    public static let notPermitted = Self(rawValue: EACCES)
    /// The disk is full.
    public static let noSpace = Self(rawValue: ENOSPC)
    /// The user's share of the disk is used up.
    public static let quotaExceeded = Self(rawValue: EDQUOT)
    /// The name is a symbolic link, which is never followed here (or a chain of links is too long).
    public static let symbolicLink = Self(rawValue: ELOOP)
    /// A part of the path is not a directory.
    public static let notADirectory = Self(rawValue: ENOTDIR)
    /// Nobody listens at the address.
    public static let connectionRefused = Self(rawValue: ECONNREFUSED)
    /// The peer cut the connection.
    public static let connectionReset = Self(rawValue: ECONNRESET)
    /// The peer does not read any more.
    public static let brokenPipe = Self(rawValue: EPIPE)
    /// It took too long.
    public static let timedOut = Self(rawValue: ETIMEDOUT)
    /// Somebody listens at the address already.
    public static let addressInUse = Self(rawValue: EADDRINUSE)
    /// The host has no such address (or no such family of addresses).
    public static let addressNotAvailable = Self(rawValue: EADDRNOTAVAIL)
    /// The name of a host could not be looked up.
    public static let hostNotFound = Self(rawValue: EHOSTUNREACH)
    /// The process has as many open files as it may have.
    public static let tooManyOpenFiles = Self(rawValue: EMFILE)
    /// The operation was given up by its caller.
    public static let cancelled = Self(rawValue: ECANCELED)
    /// The system does not know the call or the flag.
    public static let notSupported = Self(rawValue: ENOSYS)

    /// The call would have had to wait.
    static let wouldBlock = Self(rawValue: EAGAIN)
    static let interrupted = Self(rawValue: EINTR)
    static let inProgress = Self(rawValue: EINPROGRESS)
    static let invalid = Self(rawValue: EINVAL)

    /// Failures of `accept` that pass when other connections end: no descriptors or no memory.
    var isShortage: Bool {
        [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(rawValue)
    }
}
