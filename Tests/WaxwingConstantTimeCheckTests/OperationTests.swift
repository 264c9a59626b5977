import Testing
import WaxRSA

@testable import WaxwingConstantTimeCheck

@Suite("Operations that are watched")
struct OperationTests {
    static let key = Result { () throws -> RSA.PrivateKey in
        var random = MaterialRandom(seed: 2, conceals: false)
        return try RSA.PrivateKey(bitCount: 2048, using: &random)
    }

    @Test("Each gives the same result for the same secrets, and another one for others unless it is a verdict",
        arguments: Registry.operations.map(\.name))
    func results(name: String) throws {
        let operation = try #require(try Registry.operations(matching: [name]).first)
        let key = try Self.key.get()
        let first = try operation.prepare(Material(seed: 1, key: key))()
        #expect(!first.isEmpty)
        #expect(try operation.prepare(Material(seed: 1, key: key))() == first)
        // These take the numbers of one key, whatever the other secrets are.
        guard !operation.needsKey else { return }
        let other = try operation.prepare(Material(seed: 3, key: key))()
        switch operation.result {
        case .bytes: #expect(other != first)
        case .verdict: #expect(other == first)
        }
    }

    @Test("A name that no operation has is refused")
    func unknown() {
        #expect(throws: UsageError.self) { try Registry.operations(matching: ["aes", "nothing"]) }
    }
}
