import Foundation

/// Writes comparisons for people and for programs.
enum Report {
    /// The line above the table.
    static func header(peers: [String]) -> String {
        line(["row", "bytes", "backend", "value", "unit", "spread"]) + peers.map { pad("× \($0)", 15) }.joined()
    }

    /// The rows of a table; commands of peers stand under them.
    static func text(_ comparison: Comparison, peers: [String]) -> [String] {
        let row = comparison.row
        let size = row.byteCount.map(String.init) ?? ""
        let ours = comparison.ours.map { entry in
            let ratios = peers.map { name in
                pad(comparison.ratio(entry, to: name).map { number($0, digits: 2) } ?? "", 15)
            }
            return line([row.name, size, entry.name, value(entry), row.unit.rawValue, spread(entry)]) + ratios.joined()
        }
        return ours
            + comparison.peers.flatMap { entry in
                [
                    line([row.name, size, entry.name, value(entry), row.unit.rawValue, spread(entry)]),
                    "    \(entry.command ?? "")",
                ]
            }
    }

    /// One JSON object for each contestant.
    static func json(_ comparison: Comparison) -> [String] {
        (comparison.ours + comparison.peers).map { entry in
            var fields = [("name", quote(comparison.row.name)), ("backend", quote(entry.name))]
            if let size = comparison.row.byteCount { fields.append(("bytes", String(size))) }
            fields.append(("value", number(entry.samples.median ?? 0, digits: 3)))
            fields.append(("unit", quote(comparison.row.unit.rawValue)))
            fields.append(("spread", number(entry.samples.spread ?? 0, digits: 4)))
            if let command = entry.command {
                fields.append(("command", quote(command)))
            } else {
                for peer in comparison.peers {
                    guard let ratio = comparison.ratio(entry, to: peer.name) else { continue }
                    fields.append(("against-\(peer.name)", number(ratio, digits: 3)))
                }
            }
            return "{" + fields.map { "\(quote($0.0)):\($0.1)" }.joined(separator: ",") + "}"
        }
    }

    /// A number with so many digits after the point, whatever the language of the machine.
    static func number(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), value)
    }

    /// A figure as people like it: four digits, or as many as stand before the point.
    static func figure(_ value: Double) -> String {
        number(value, digits: value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3)
    }

    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20: quoted += "\\u" + String(format: "%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func value(_ entry: Comparison.Entry) -> String { figure(entry.samples.median ?? 0) }

    private static func spread(_ entry: Comparison.Entry) -> String {
        "±" + number((entry.samples.spread ?? 0) * 100, digits: 1) + "%"
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [24, 9, 15, 11, 6, 9]
        return zip(cells, widths).enumerated().map { index, cell in
            // Names stand at the left, figures at the right.
            [0].contains(index) ? cell.0.padding(toLength: cell.1, withPad: " ", startingAt: 0) : pad(cell.0, cell.1)
        }.joined()
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}

extension Comparison {
    /// How many times as fast one of ours is as a peer.
    func ratio(_ entry: Entry, to peer: String) -> Double? {
        peers.first { $0.name == peer }.flatMap { entry.samples.ratio(to: $0.samples) }
    }

    /// The fastest of our implementations.
    var best: Entry? { ours.max { ($0.samples.median ?? 0) < ($1.samples.median ?? 0) } }
}
