import Foundation
import WaxDeflate

/// Text to compress, the same on every run: words of some language that nobody speaks, frequent ones more often.
enum SampleText {
    /// The text.
    static func bytes(_ count: Int) -> [UInt8] {
        var random = Generator()
        let syllables = ["ka", "to", "mi", "ren", "sol", "a", "vi", "den", "ur", "pe", "lan", "oth", "is", "ga"]
        let words = (0..<4000).map { _ in (0...random.below(4)).map { _ in syllables[random.below(14)] }.joined() }
        var text: [UInt8] = []
        text.reserveCapacity(count + 20)
        while text.count < count {
            // The product of three numbers below one: small indices often, large ones seldom.
            let index = words.count * random.below(1000) / 1000 * random.below(1000) / 1000 * random.below(1000) / 1000
            text += Array(words[index].utf8)
            text += random.below(12) == 0 ? Array(".\n".utf8) : [UInt8(ascii: " ")]
        }
        return Array(text[..<count])
    }

    /// Whether a work is measured with the text, and not with noise.
    static func isUsed(by work: String) -> Bool { work == "inflate" || work.hasPrefix("deflate-") }

    /// The text in zlib's format, as everyone who is measured has to take it.
    static func packed(_ count: Int) -> [UInt8] { Deflate.compress(bytes(count), format: .zlib, level: .standard) }

    /// A file for other programs with what a work begins with, the text or what it is packed to; nil if none can be
    /// written.
    static func file(for work: String, byteCount: Int) -> String? {
        let data = work == "inflate" ? packed(byteCount) : bytes(byteCount)
        let name = "waxwing-bench-\(byteCount).\(work == "inflate" ? "zlib" : "txt")"
        let file = FileManager.default.temporaryDirectory.appending(path: name)
        if (try? Data(contentsOf: file)) == Data(data) { return file.path }
        return (try? Data(data).write(to: file)) == nil ? nil : file.path
    }

    private struct Generator {
        private var state: UInt64 = 7

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }
}
