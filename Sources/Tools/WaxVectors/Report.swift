/// One implementation of an algorithm. Every vector runs on each that the machine has.
public struct Backend: Hashable, Sendable {
    public let name: String

    /// The constant-time implementation in plain Swift, which is there on every machine.
    public static let portable = Backend(name: "portable")
}

/// How a file of vectors is written, which says who published it.
public enum Format: String, Sendable {
    case wycheproof = "Wycheproof"
    case response = "CAVP"
    case noise = "Noise"
    case rsaLaboratories = "RSA Laboratories"
    case unknown = "unknown"
}

/// What came of one file.
public struct FileReport: Sendable {
    /// Vectors of one algorithm that ran on one backend.
    public struct Run: Sendable, Equatable {
        public let algorithm: String
        public let backend: Backend
        public internal(set) var passed = 0
        public internal(set) var failed = 0
    }

    /// Vectors that did not run, and why. A file that cannot be used at all counts as one.
    public struct Skip: Sendable, Equatable {
        public let reason: String
        public internal(set) var count: Int
    }

    /// A vector that gave something else than the publisher says.
    public struct Failure: Sendable, Equatable {
        public let vector: String
        public let backend: Backend
        public let message: String
    }

    /// The path as the caller gave it, with what was found below it.
    public let path: String
    public internal(set) var format = Format.unknown
    public internal(set) var runs: [Run] = []
    public internal(set) var skips: [Skip] = []
    /// The failures, the first hundred at most; `failed` counts all.
    public internal(set) var failures: [Failure] = []

    public var passed: Int { runs.reduce(0) { $0 + $1.passed } }
    public var failed: Int { runs.reduce(0) { $0 + $1.failed } }
    public var skipped: Int { skips.reduce(0) { $0 + $1.count } }

    init(path: String) { self.path = path }
}

/// What came of all files.
public struct Report: Sendable {
    public internal(set) var files: [FileReport] = []

    public var passed: Int { files.reduce(0) { $0 + $1.passed } }
    public var failed: Int { files.reduce(0) { $0 + $1.failed } }
    public var skipped: Int { files.reduce(0) { $0 + $1.skipped } }
}
