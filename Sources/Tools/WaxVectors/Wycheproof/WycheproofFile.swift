/// A file of Wycheproof: groups of tests that share a key or a size, each group of a type that its schema describes.
struct WycheproofFile {
    private let algorithm: String
    private let groups: [JSON]

    init?(_ json: JSON) {
        guard let groups = json["testGroups"]?.array else { return nil }
        self.groups = groups
        self.algorithm = json["algorithm"]?.string ?? "an algorithm without a name"
    }

    func run(into recorder: inout Recorder) {
        if groups.isEmpty { recorder.skip("no test groups") }
        for group in groups {
            guard let tests = group["tests"]?.array, !tests.isEmpty else {
                recorder.skip("a test group without tests")
                continue
            }
            do throws(Unsupported) {
                let runner = try Registry.wycheproof(groupType: group["type"]?.string ?? "", algorithm: algorithm)
                let check = try runner.prepare(group: group, algorithm: algorithm)
                for test in tests {
                    let test = WycheproofTest(fields: test)
                    recorder.run(test.name, of: check.algorithm, on: runner.backends) { backend in
                        try test.judge(isAccepted: try check.accepts(test, backend), expected: check.expected(test))
                    }
                }
            } catch {
                recorder.skip(error.reason, count: tests.count)
            }
        }
    }
}
