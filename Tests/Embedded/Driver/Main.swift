/// Runs the vectors from standard input, prints how many of each algorithm passed, and measures; 1 if any failed.
@_cdecl("main")
func main(_ count: CInt, _ words: UnsafeMutableRawPointer?) -> CInt {
    var failed = 0
    var reader = RecordReader(Host.readAll())
    while let section = reader.nextSection() {
        guard let algorithm = algorithm(named: section.name) else {
            Host.print("failed: an algorithm without a check\n")
            return 1
        }
        var passed = 0
        for number in 0..<section.count {
            if let record = reader.nextRecord(), algorithm.passes(record) {
                passed += 1
            } else {
                failed += 1
                Host.print("failed: ")
                Host.print(algorithm.name)
                Host.print(", record ")
                Host.print(UInt64(number))
                Host.print("\n")
            }
        }
        Host.print("passed ")
        Host.print(UInt64(passed))
        Host.print(" ")
        Host.print(algorithm.name)
        Host.print("\n")
    }
    printPreferred()
    measure()
    return failed == 0 ? 0 : 1
}
