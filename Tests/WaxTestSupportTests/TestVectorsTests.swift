import Foundation
import Testing
import WaxTestSupport

@Suite("Finding vectors")
struct TestVectorsTests {
    @Test("The checkout is where Package.swift stands")
    func checkout() {
        let manifest = TestVectors.checkout.appending(path: "Package.swift")
        #expect(FileManager.default.fileExists(atPath: manifest.path))
    }

    @Test("A missing file is an error that names it")
    func missing() throws {
        let error = #expect(throws: TestVectors.Failure.self) { try TestVectors.bytes("nobody/nothing.json") }
        #expect(error?.description.contains("TestVectors/nobody/nothing.json") == true)
    }
}
