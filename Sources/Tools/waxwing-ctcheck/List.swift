/// The text of `--list`.
enum List {
    static var text: String {
        var lines = ["Operations, what is secret in them, and what comes out of them:", ""]
        for operation in Registry.operations {
            lines.append(operation.name)
            lines.append("    secret: \(operation.secret)")
            switch operation.result {
            case .bytes(let reason), .verdict(let reason): lines.append("    made public: \(reason)")
            }
        }
        lines += ["", "Places in the libraries where a secret becomes public (Choice.declassified):", ""]
        for place in Declassification.all {
            lines.append("\(place.file), \(place.count) time\(place.count == 1 ? "" : "s")")
            lines.append("    \(place.reason)")
        }
        return lines.joined(separator: "\n")
    }
}
