import WaxCore

/// Something a library does with a secret, in a form that can be run with different secrets and watched.
struct Operation: Sendable {
    /// What comes of it, and how much of that may depend on the secret.
    enum Result: Sendable {
        /// Bytes that depend on the secret, and are public or given to the owner of the secret, for a reason.
        case bytes(String)
        /// Yes or no, for a reason.
        case verdict(String)
    }

    /// What its time may depend on.
    enum Timing: Sendable {
        /// Nothing but what is public.
        case constant
        /// Something that says nothing about the secret in the end, for a reason.
        case varies(String)
    }

    /// The work itself, ready to be done with secrets that are in place.
    typealias Work = () throws -> [UInt8]

    /// The name on the command line: module, operation, and where there are several, size and backend.
    let name: String
    /// What is secret.
    let secret: String
    /// What comes of it.
    let result: Result
    /// Whether its time is to be the same for all secrets.
    let timing: Timing
    /// True if some of the randomness it draws is published afterwards, such as a salt.
    let publicRandomness: Bool
    /// False if this machine, or valgrind, cannot execute its code.
    let isAvailable: Bool
    /// Puts secrets in place; what is done here is watched too, but not timed.
    let prepare: @Sendable (Material) throws -> Work

    /// Whether it takes an RSA key.
    var needsKey: Bool { name.hasPrefix("rsa/") || name.hasPrefix("formats/") }

    init(
        _ name: String, secret: String, result: Result, timing: Timing = .constant, publicRandomness: Bool = false,
        isAvailable: Bool = true,
        prepare: @escaping @Sendable (Material) throws -> Work
    ) {
        self.name = name
        self.secret = secret
        self.result = result
        self.timing = timing
        self.publicRandomness = publicRandomness
        self.isAvailable = isAvailable
        self.prepare = prepare
    }
}

/// Why an operation did not do what it should have done, whether or not it leaked.
struct OperationFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
