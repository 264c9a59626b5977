/// Another program that does the same work.
protocol Peer: Sendable {
    /// The name for `--against` and in the results.
    var name: String { get }

    /// Whether it is installed.
    var isInstalled: Bool { get }

    /// What has to be installed.
    var installation: String { get }

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
    /// Finds the figure in the output, in the unit of the row.
    let read: @Sendable (String) -> Double?

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
    static let all: [any Peer] = [OpenSSLPeer()] + PythonPeer.all

    static var names: [String] { all.map(\.name) }

    /// Those of some names, in the order of these.
    ///
    /// - Throws: ``ChildProcess/Failure`` if one is not installed.
    static func find(_ names: [String], among peers: [any Peer] = all) throws -> [any Peer] {
        try names.map { name in
            let peer = peers.first { $0.name == name }
            guard let peer, peer.isInstalled else {
                let needed = peer.map { ": it needs \($0.installation)" } ?? ""
                throw ChildProcess.Failure(description: "the peer \(name) is not installed\(needed)")
            }
            return peer
        }
    }
}
