import Foundation
import Testing
import WaxTestSupport

@Suite("Spans beside forbidden pages")
struct SpanTests {
    /// The modules of which every public function with a span has to be in a case.
    static let modules = [
        "Primitives/WaxCore", "Primitives/WaxSHA", "Primitives/WaxAES", "Primitives/WaxX25519", "Primitives/WaxBigNum",
        "Primitives/WaxRSA", "Primitives/WaxDeflate", "Formats/WaxEncoding", "Formats/WaxKeys", "Protocol/WaxWire",
        "Protocol/WaxNoise",
    ]

    @Test("Nothing reads or writes beside a span", arguments: SpanCase.all)
    func check(_ spanCase: SpanCase) throws { try spanCase.check() }

    @Test("Every public function that takes a span is called beside forbidden pages")
    func complete() throws {
        let sources = TestVectors.checkout.appending(path: "Sources").resolvingSymlinksInPath()
        var found: Set<String> = []
        for module in Self.modules {
            let folder = sources.appending(path: module)
            let name = folder.lastPathComponent
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                found.formUnion(SpanFunctions(in: SwiftCode.code(of: text)).names.map { "\(name): \($0)" })
            }
        }
        #expect(found.count > 150)
        let covered = Set(SpanCase.all.flatMap(\.functions))
        for function in found.subtracting(covered).sorted() { Issue.record("no case calls \(function)") }
        for function in covered.subtracting(found).sorted() { Issue.record("there is no \(function)") }
    }

    @Test("No library of these layers is left out")
    func layers() throws {
        let sources = TestVectors.checkout.appending(path: "Sources").resolvingSymlinksInPath()
        for layer in ["Primitives", "Formats"] {
            let folder = sources.appending(path: layer)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for module in names where module.hasPrefix("Wax") {
                #expect(Self.modules.contains("\(layer)/\(module)"), "\(module)")
            }
        }
    }

    @Test("A public function with a span is found wherever it stands")
    func scanning() {
        let code = """
            import WaxCore
            public enum Outer {
                public struct Inner: ~Copyable where A: B {
                    let x = Outer.init(3) { $0.func }
                    @_lifetime(copy self)
                    public mutating func one<T: P<Int>>(
                        _ a: borrowing Span<UInt8>, into b: Int = max(1, 2)
                    ) throws(E) -> (Int) -> Int { if a { func two(_ a: Span<UInt8>) {} } }
                    func hidden(_ a: Span<UInt8>) {}
                    public init?(_ body: (inout MutableSpan<UInt8>) -> Void) {}
                    public var `protocol`: Int { get { 1 } }
                    package func inside(_ a: Span<UInt8>) {}
                }
                struct Secret { public func three(_ a: Span<UInt8>) {} }
            }
            extension Outer.Inner {
                public convenience init(bytes: inout MutableSpan<UInt8>, _ x: [Int: Int]) {}
                public static func == (left: Self, right: Self) -> Bool { true }
            }
            extension Outer.Secret { public func four(_ a: Span<UInt8>) {} }
            public protocol Taker { func take(_ a: RawSpan) -> Int; var count: Int { get } }
            public extension Taker { func taken(_ a: inout OutputSpan<UInt8>) {} }
            public func free(x: Int, y: MutableRawSpan) {}
            """
        #expect(
            SpanFunctions(in: code).names == [
                "Outer.Inner.one(_:into:)", "Outer.Inner.init(bytes:_:)", "Taker.take(_:)", "Taker.taken(_:)",
                "free(x:y:)",
            ])
    }
}
