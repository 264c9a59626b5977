import WaxCore
import WaxEncoding

/// Base64 of any bytes, and back.
enum Base64Area: Area {
    static let name = "base64"
    static let operations = ["base64-encode"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        Case(operation, ["data": .bytes(random.bytes(upTo: 5_000))])
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let data = example.bytes("data")
        let text = Base64.encode(data)
        return [
            Outcome("encoded") { Array(text.utf8) },
            Outcome("encoded, decoded and encoded again") { Array(Base64.encode(try Base64.decode(text)).utf8) },
        ]
    }
}
