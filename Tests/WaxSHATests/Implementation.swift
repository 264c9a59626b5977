import Testing

@testable import WaxSHA

/// The implementations that there are here of the functions that have several, as values.
enum Implementation: CustomTestStringConvertible {
    case sha256(SHA256.Backend)
    case sha512(SHA512.Backend)

    static let all =
        SHA256.Backend.allCases.map(Implementation.sha256) + SHA512.Backend.allCases.map(Implementation.sha512)

    var testDescription: String {
        switch self {
        case .sha256(let backend): "SHA-256, \(backend)"
        case .sha512(let backend): "SHA-512, \(backend)"
        }
    }

    var function: Function {
        switch self {
        case .sha256: .sha256
        case .sha512: .sha512
        }
    }

    /// What this one is held against.
    var portable: Implementation {
        switch self {
        case .sha256: .sha256(.portable)
        case .sha512: .sha512(.portable)
        }
    }

    func hash(_ data: Span<UInt8>) -> [UInt8] {
        switch self {
        case .sha256(let backend): [UInt8](SHA256.hash(data, backend: backend))
        case .sha512(let backend): [UInt8](SHA512.hash(data, backend: backend))
        }
    }

    /// What an incremental hash does with some blocks and the rest.
    func hashInParts(_ data: Span<UInt8>, first: Int) -> [UInt8] {
        switch self {
        case .sha256(let backend): [UInt8](SHA256.hashInParts(data, first: first, backend: backend))
        case .sha512(let backend): [UInt8](SHA512.hashInParts(data, first: first, backend: backend))
        }
    }
}
