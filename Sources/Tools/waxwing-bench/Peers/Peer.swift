/// Another program that does the same work.
protocol Peer: Sendable {
    /// The name for `--against` and in the results.
    var name: String { get }

    /// Whether it is installed.
    var isInstalled: Bool { get }

    /// The command that measures the same as a row; nil if the peer has no such thing.
    ///
    /// - Parameter seconds: How long it should measure; some take whole seconds only.
    func command(for row: Row, seconds: Double) -> PeerCommand?
}

/// A command that measures, and how its output is to be read.
struct PeerCommand: Sendable {
    /// The program and its arguments.
    let words: [String]
    /// What to show instead of an argument that nobody wants to see, by its position.
    var shown: [Int: String] = [:]
    /// Finds the figure in the output, in the unit of the row; nil if the time of the whole program counts.
    let read: (@Sendable (String) -> Double?)?

    /// The command as one could type it.
    var text: String {
        words.indices.map { shown[$0] ?? Self.quote(words[$0]) }.joined(separator: " ")
    }

    private static func quote(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:+".contains($0) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

/// All programs that we can be compared with.
enum Peers {
    static let all: [any Peer] = [OpenSSLPeer(), PythonPeer.cryptography, PythonPeer.zlib, GzipPeer.libdeflate, GzipPeer.zlibNG]

    static var names: [String] { all.map(\.name) }
}
