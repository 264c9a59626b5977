import Foundation
import Testing
import WaxTestSupport

@testable import WaxwingConstantTimeCheck

@Suite("What is made public")
struct DeclassificationTests {
    /// How often each file of the libraries makes something public, comments left out.
    static let uses = Result { () throws -> [String: Int] in
        let sources = TestVectors.checkout.appending(path: "Sources").resolvingSymlinksInPath()
        let definition = "Primitives/WaxCore/Declassification.swift"
        // A word of Swift ends at a dot; a word by the rules of Unicode does not.
        let word = /\bdeclassified\b/.wordBoundaryKind(.simple)
        var uses: [String: Int] = [:]
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".swift") && !file.hasPrefix("Tools/") && file != definition {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            let count = text.split(separator: "\n").reduce(0) { sum, line in
                let code = line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
                return sum + code.matches(of: word).count
            }
            if count > 0 { uses[file] = count }
        }
        return uses
    }

    @Test("Every place where a library makes something public is in the list, with a reason")
    func complete() throws {
        let uses = try Self.uses.get()
        #expect(uses.count > 10)
        let listed = Dictionary(uniqueKeysWithValues: Declassification.all.map { ($0.file, $0.count) })
        for (file, count) in uses {
            #expect(
                listed[file] == count,
                "\(file) makes something public \(count) times, the list of waxwing-ctcheck says \(listed[file] ?? 0)")
        }
        for file in listed.keys { #expect(uses[file] != nil, "\(file) is in the list for no reason") }
        for place in Declassification.all { #expect(place.reason.count > 20) }
    }

    @Test("The list names every operation, its secret and what comes of it")
    func list() {
        let text = List.text
        for operation in Registry.operations { #expect(text.contains("\n\(operation.name)\n")) }
        #expect(Set(Registry.operations.map(\.name)).count == Registry.operations.count)
    }
}
