import Foundation

/// The machine that the figures are from.
enum Machine {
    /// The processor's name for itself, and how many of them there are.
    static var name: String {
        name(processorInformation: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
    }

    static func name(processorInformation text: String) -> String {
        func value(_ key: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix(key) }?.split(separator: ":").dropFirst().first.map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        let count = text.split(separator: "\n").filter { $0.hasPrefix("processor") }.count
        guard let model = value("model name") else { return "an unknown processor" }
        // Virtual machines often leave the model out of the name: the numbers tell the generation.
        let numbers = [value("cpu family").map { "family \($0)" }, value("model\t").map { "model \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        return "\(model)\(numbers.isEmpty ? "" : " (\(numbers))"), \(count) \(count == 1 ? "core" : "cores")"
    }
}
