import Testing

@testable import WaxwingDifferential

@Suite("Cases of the differential tests")
struct CaseTests {
    static let example = Case(
        "gcm-seal",
        [
            "key": .block([0, 1, 254, 255]), "text": .bytes([1, 2, 3], atLeast: 1), "cuts": .number(17),
            "format": .word("raw"),
        ])

    @Test("A line reads back as the case that it came from, for every operation there is")
    func lines() throws {
        #expect("\(Self.example)" == "gcm-seal cuts=17 format=raw key=0001feff text=010203")
        #expect(Case(parsing: "\(Self.example)", like: Self.example) == Self.example)
        var random = Chance(seed: 3)
        for area in Areas.all {
            for operation in area.operations {
                let drawn = area.draw(operation, &random)
                let pattern = area.draw(operation, &random)
                let read = Case(parsing: "\(drawn)", like: pattern)
                let isTheSame = read.map { "\($0)" == "\(drawn)" } ?? false
                #expect(isTheSame, "\(operation)")
            }
        }
    }

    @Test("What is no line of the operation is not read")
    func badLines() {
        for line in ["", "gcm-open key=00", "gcm-seal key", "gcm-seal key=0", "gcm-seal cuts=x", "gcm-seal other=00"] {
            #expect(Case(parsing: line, like: Self.example) == nil, "\(line)")
        }
    }

    @Test("Simpler cases are shorter, smaller or zero, and keep what has to stay")
    func simpler() {
        let simpler = Self.example.simpler
        #expect(!simpler.isEmpty)
        for other in simpler {
            #expect(other != Self.example)
            #expect(other.bytes("key").count == 4 && other.word("format") == "raw")
            #expect((1...3).contains(other.bytes("text").count) && (0...17).contains(other.number("cuts")))
        }
        // To the end of the way, whichever is taken.
        var current = Self.example
        var steps = 0
        while let next = current.simpler.last, steps < 1_000 {
            current = next
            steps += 1
        }
        #expect("\(current)" == "gcm-seal cuts=0 format=raw key=00000000 text=00")
    }

    @Test("A seed gives the same cases again")
    func seeds() {
        for area in Areas.all {
            var (first, second, other) = (Chance(seed: 8), Chance(seed: 8), Chance(seed: 9))
            let cases = (0..<5).map { _ in "\(area.draw(area.operations[0], &first))" }
            let again = (0..<5).map { _ in "\(area.draw(area.operations[0], &second))" }
            let others = (0..<5).map { _ in "\(area.draw(area.operations[0], &other))" }
            let (isTheSame, isOther) = (cases == again, cases != others)
            #expect(isTheSame && isOther)
        }
    }
}
