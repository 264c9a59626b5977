/// A program that compresses files as `gzip` does. The processor time of the whole program counts, so rows of a few
/// megabytes are measured.
struct GzipPeer: Peer {
    let name: String
    private let program: String
    private let levels: ClosedRange<Int>

    static let libdeflate = GzipPeer(name: "libdeflate", program: "libdeflate-gzip", levels: 1...9)
    /// The small program that comes with zlib-ng; that of zlib has another name on most systems.
    static let zlibNG = GzipPeer(name: "zlib-ng", program: "minigzip-ng", levels: 1...9)

    var isInstalled: Bool { ChildProcess.isAvailable(program) }

    func command(for row: Row, seconds: Double) -> PeerCommand? {
        guard let size = row.byteCount, size >= 1 << 20, SampleText.isUsed(by: row.work),
            let file = SampleText.file(byteCount: size)
        else { return nil }
        if row.work == "inflate" {
            let packed = file + ".gz"
            guard (try? ChildProcess.run(["sh", "-c", "gzip -6 -n -c \(file) > \(packed)"])) != nil else { return nil }
            return PeerCommand(words: ["sh", "-c", "\(program) -d -c < \(packed) > /dev/null"], read: nil)
        }
        guard let level = row.work.split(separator: "-").last.flatMap({ Int($0) }), levels.contains(level) else {
            return nil
        }
        return PeerCommand(words: ["sh", "-c", "\(program) -\(level) -c < \(file) > /dev/null"], read: nil)
    }
}
