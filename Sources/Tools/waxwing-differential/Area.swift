import WaxCore

/// A family of operations that we and another implementation both have.
protocol Area: Sendable {
    /// The name for `--only`.
    static var name: String { get }

    /// The operations of the area.
    static var operations: [String] { get }

    /// A random case of one of them.
    static func draw(_ operation: String, _ random: inout Chance) -> Case

    /// What the operation gives, by every way that we have: each backend, at once, in pieces, in place. The oracle is
    /// there for what only it can do, such as to open what we sealed with random bytes.
    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome]

    /// What all of them must be: by default, what the oracle gives for the case.
    static func expected(_ example: Case, _ oracle: Oracle) throws -> String
}

extension Area {
    static func expected(_ example: Case, _ oracle: Oracle) throws -> String { try oracle.result(of: example) }
}

/// What one way of computing gave.
struct Outcome {
    /// Which way: a backend, or how the input was cut.
    let way: String
    /// The result in hexadecimal, or `refused`.
    let result: String

    init(_ way: String, _ result: String) {
        self.way = way
        self.result = result
    }

    /// Runs one way; an error is the result `refused`, as the implementations have different names for errors.
    init(_ way: String, _ body: () throws -> [UInt8]) {
        self.way = way
        do { result = Hex.encode(try body()) } catch { result = Outcome.refused }
    }

    static let refused = "refused"
}

/// All areas.
enum Areas {
    static let all: [any Area.Type] = [
        HashArea.self, AuthenticationArea.self, DerivationArea.self, GCMArea.self, ModesArea.self,
        AgreementArea.self, SignatureArea.self, EncryptionArea.self, Base64Area.self, CBORArea.self, DeflateArea.self,
    ]
}
