/// One implementation of an algorithm. Every vector runs on each that the machine has.
public struct Backend: Hashable, Sendable {
    /// Its name, such as `portable` or `vaes512`.
    public let name: String

    /// The only one there is, or where the interface leaves no choice, what suits the processor: `WAX_DISABLE` says
    /// what that may be.
    public static let preferred = Backend(name: "default")
}

/// How a file of vectors is written, which says who published it.
public enum Format: String, Sendable {
    /// The JSON of Wycheproof (C2SP).
    case wycheproof = "Wycheproof"
    /// The response files of NIST's CAVP, and what is written like them.
    case response = "CAVP"
    /// The JSON of Noise implementations (Cacophony, Snow).
    case noise = "Noise"
    /// The text files of RSA Laboratories.
    case rsaLaboratories = "RSA Laboratories"
    /// None of these.
    case unknown = "unknown"
}

/// What came of one file.
public struct FileReport: Sendable {
    /// Vectors of one algorithm that ran on one backend.
    public struct Run: Sendable, Equatable {
        /// The algorithm, by its usual name.
        public let algorithm: String
        /// What they ran on.
        public let backend: Backend
        /// How many gave what the publisher says.
        public internal(set) var passed = 0
        /// How many did not.
        public internal(set) var failed = 0
    }

    /// Vectors that did not run, and why. A file that cannot be used at all counts as one.
    public struct Skip: Sendable, Equatable {
        /// Why, in words.
        public let reason: String
        /// How many.
        public internal(set) var count: Int
    }

    /// A vector that gave something else than the publisher says.
    public struct Failure: Sendable, Equatable {
        /// Which one, by the number that its file gives it.
        public let vector: String
        /// What it ran on.
        public let backend: Backend
        /// What was wrong.
        public let message: String
    }

    /// The path as the caller gave it, with what was found below it.
    public let path: String
    /// Whether it, or a folder, could not be read, or is not there.
    public internal(set) var isMissing = false
    /// How it is written.
    public internal(set) var format = Format.unknown
    /// What ran.
    public internal(set) var runs: [Run] = []
    /// What did not run.
    public internal(set) var skips: [Skip] = []
    /// The failures, the first hundred at most; `failed` counts all.
    public internal(set) var failures: [Failure] = []

    /// How many vectors passed, counted once for each backend.
    public var passed: Int { runs.reduce(0) { $0 + $1.passed } }
    /// How many failed.
    public var failed: Int { runs.reduce(0) { $0 + $1.failed } }
    /// How many did not run.
    public var skipped: Int { skips.reduce(0) { $0 + $1.count } }

    init(path: String) { self.path = path }
}

/// What came of all files.
public struct Report: Sendable {
    /// The reports of the files, in the order in which they were found.
    public internal(set) var files: [FileReport] = []

    /// How many vectors passed, counted once for each backend.
    public var passed: Int { files.reduce(0) { $0 + $1.passed } }
    /// How many failed.
    public var failed: Int { files.reduce(0) { $0 + $1.failed } }
    /// How many did not run.
    public var skipped: Int { files.reduce(0) { $0 + $1.skipped } }
    /// Whether vectors ran, none failed, and every file could be read.
    public var isGood: Bool { passed > 0 && failed == 0 && !files.contains { $0.isMissing } }
}
