/// Writes counts of instructions.
enum InstructionReport {
    static func line(_ row: Row, backend: String, count: Int, json: Bool) -> String {
        if json {
            let size = row.byteCount.map { ",\"bytes\":\($0)" } ?? ""
            return "{\"name\":\(Report.quote(row.name)),\"backend\":\(Report.quote(backend))\(size),"
                + "\"value\":\(count),\"unit\":\"instructions\"}"
        }
        let name = row.byteCount.map { "\(row.name), \($0) B" } ?? row.name
        let perByte = row.byteCount.map { ", \(Report.number(Double(count) / Double($0), digits: 2)) a byte" } ?? ""
        return "\(name), \(backend): \(count) instructions\(perByte)"
    }
}
