import Foundation

/// Draws the main results as an SVG picture: a pair of bars for each row, ours above the peer's.
struct Picture {
    /// The rows that are worth a picture; others would say the same again.
    static let main: [Row] = [
        Row(name: "aes-128-gcm-seal", byteCount: 64), Row(name: "aes-128-gcm-seal", byteCount: 1350),
        Row(name: "aes-128-gcm-seal", byteCount: 16_384), Row(name: "aes-256-gcm-open", byteCount: 16_384),
        Row(name: "aes-128-cbc-decrypt", byteCount: 16_384), Row(name: "sha-256", byteCount: 64),
        Row(name: "sha-256", byteCount: 16_384), Row(name: "sha-256-tree", byteCount: 8 << 20),
        Row(name: "sha-512", byteCount: 16_384), Row(name: "x25519"), Row(name: "rsa-2048-sign"),
        Row(name: "rsa-2048-verify"), Row(name: "crc-32", byteCount: 1 << 20), Row(name: "inflate", byteCount: 8 << 20),
    ]

    let comparisons: [Comparison]
    let machine: String

    private static let barHeight = 13
    private static let rowHeight = 40
    private static let left = 205
    private static let width = 760
    private static let top = 64

    /// The picture.
    var text: String {
        let shown = comparisons.filter { Self.main.contains($0.row) && $0.best != nil }
        let height = Self.top + shown.count * Self.rowHeight + 28
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)" font-family="system-ui, sans-serif" font-size="12">
            <style>
            text { fill: #24292f } .quiet { fill: #57606a } .ours { fill: #0969da } .peer { fill: #afb8c1 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .quiet { fill: #8d96a0 } .ours { fill: #4493f8 } .peer { fill: #484f58 } }
            </style>
            <text x="12" y="24" font-size="15" font-weight="600">Waxwing beside other libraries</text>
            <text x="12" y="44" class="quiet">\(Self.escape(machine)); longer is faster</text>
            """
        ]
        for (index, comparison) in shown.enumerated() {
            lines += draw(comparison, at: Self.top + index * Self.rowHeight)
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func draw(_ comparison: Comparison, at y: Int) -> [String] {
        guard let best = comparison.best, let value = best.samples.median else { return [] }
        let peer = comparison.peers.first
        let other = peer?.samples.median ?? 0
        // Every row has a scale of its own: signatures and gigabytes have none in common.
        let room = Double(Self.width - Self.left - 220)
        let scale = room / max(value, other, .leastNonzeroMagnitude)
        let unit = comparison.row.unit.rawValue
        let size = comparison.row.byteCount.map { ", \(Self.size($0))" } ?? ""
        func bar(_ value: Double, _ y: Int, _ style: String, _ label: String) -> String {
            let length = Report.number(max(1, value * scale), digits: 1)
            let end = Report.number(Double(Self.left) + max(1, value * scale) + 6, digits: 1)
            return """
                <rect x="\(Self.left)" y="\(y)" width="\(length)" height="\(Self.barHeight)" rx="2" class="\(style)"/>\
                <text x="\(end)" y="\(y + 11)" class="quiet">\(Self.escape(label))</text>
                """
        }
        var lines = ["<text x=\"12\" y=\"\(y + 18)\">\(Self.escape(comparison.row.name + size))</text>"]
        let ratio = peer.flatMap { comparison.ratio(best, to: $0.name) }.map { " · \(Report.number($0, digits: 1))×" }
        lines.append(bar(value, y, "ours", "\(Report.figure(value)) \(unit) \(best.name)\(ratio ?? "")"))
        if let peer {
            lines.append(bar(other, y + Self.barHeight + 2, "peer", "\(Report.figure(other)) \(unit) \(peer.name)"))
        }
        return lines
    }

    private static func size(_ count: Int) -> String {
        switch count {
        case _ where count >= 1 << 20 && count % (1 << 20) == 0: "\(count >> 20) MiB"
        case _ where count >= 1 << 10 && count % (1 << 10) == 0: "\(count >> 10) KiB"
        default: "\(count) B"
        }
    }

    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
