import Synchronization
import Testing
import WaxTestSupport
import WaxWire

@testable import Waxwing

/// Answers that are made until the test lets them go, whatever the peer does.
private final class Workshop: Sendable {
    private struct State {
        var began: [String] = []
        var held: [CheckedContinuation<Void, Never>] = []
        var isOpen = false
    }

    private let state = Mutex(State())

    /// The methods that were asked for, in order.
    var began: [String] { state.withLock { $0.began } }

    func work(_ request: Request) async -> Response {
        await withCheckedContinuation { waiter in
            let isOpen = state.withLock { state in
                state.began.append(request.method)
                if !state.isOpen { state.held.append(waiter) }
                return state.isOpen
            }
            if isOpen { waiter.resume() }
        }
        return Response(message: .text(request.method))
    }

    /// Lets the first answer go.
    func finishOne() { state.withLock { $0.held.removeFirst() }.resume() }

    /// Lets all go that there are and that there will be.
    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for waiter in held { waiter.resume() }
    }
}

@Suite("Many requests, and requests that are given up", .timeLimit(.minutes(10)))
struct RequestLoadTests {
    private func ask(_ session: Session, _ method: String) -> Task<String?, any Error> {
        Task { try await session.request(Request(service: "", method: method, message: .text(""))).message.text }
    }

    @Test("The task that answers is cancelled with the request, and with the session", arguments: [false, true])
    func cancellation(bySession: Bool) async throws {
        let began = Counter(), cancelled = Counter()
        var options = ServerOptions()
        options.requestHandler = { _, _ in
            began.add(1)
            do {
                try await Task.sleep(for: .seconds(600))
            } catch {
                cancelled.add(1)
            }
            return Response(message: .text(""))
        }
        try await withServer(options: options) { stage in
            let client = try await stage.connect()
            let asking = ask(client, "slow")
            try await eventually { began.value == 1 }
            if bySession { client.abandon() } else { asking.cancel() }
            try await eventually { cancelled.value == 1 }
            await #expect(throws: WaxwingError.self) { _ = try await outcome(of: asking) }
            client.abandon()
        }
    }

    @Test("As many are answered at a time as the option says; the others wait and have their turn in order")
    func turns() async throws {
        let workshop = Workshop()
        var options = ServerOptions()
        options.simultaneousRequests = 2
        options.requestHandler = { _, request in await workshop.work(request) }
        try await withServer(options: options) { stage in
            let client = try await stage.connect()
            var asking: [Task<String?, any Error>] = []
            for number in 0..<6 {
                asking.append(ask(client, "\(number)"))
                // A request is on its way before the next is made.
                if number < 2 { try await eventually { workshop.began.count == number + 1 } }
                _ = try await client.ping()
                try await eventually { try await self.streams(client) == number + 1 }
            }
            _ = try await client.ping()
            #expect(workshop.began == ["0", "1"])
            workshop.finishOne()
            #expect(try await outcome(of: asking[0]) == "0")
            try await eventually { workshop.began.count == 3 }
            #expect(workshop.began[2] == "2")
            // One that is given up while it waits is never begun.
            asking[3].cancel()
            await #expect(throws: WaxwingError.cancelled) { _ = try await outcome(of: asking[3]) }
            _ = try await client.ping()
            // One by one: two that begin at once may be noted down in any order.
            for count in [4, 5] {
                workshop.finishOne()
                try await eventually { workshop.began.count == count }
            }
            workshop.open()
            for number in [1, 2, 4, 5] { #expect(try await outcome(of: asking[number]) == "\(number)") }
            #expect(workshop.began == ["0", "1", "2", "4", "5"])
            try await client.close()
        }
    }

    private func streams(_ session: Session) async throws -> Int { await session.core.asked.count }

    @Test("Requests that are given up at once do not pile up handlers")
    func givenUp() async throws {
        let workshop = Workshop()
        var options = ServerOptions()
        options.simultaneousRequests = 4
        // One that does not hear of its cancellation.
        options.requestHandler = { _, request in await workshop.work(request) }
        try await withServer(options: options) { stage in
            let client = try await stage.connect()
            for number in 0..<100 {
                let asking = ask(client, "slow")
                try await eventually { try await self.streams(client) == 1 }
                _ = try await client.ping()
                if number < 4 { try await eventually { workshop.began.count == number + 1 } }
                asking.cancel()
                _ = await asking.result
                _ = try await client.ping()
            }
            #expect(workshop.began.count == 4)
            // One more waits for its turn, and gets it.
            let last = ask(client, "last")
            workshop.open()
            #expect(try await outcome(of: last) == "last")
            #expect(workshop.began.count == 5)
            try await client.close()
        }
    }

    @Test("With more at once than are answered at a time, all are answered")
    func many() async throws {
        var options = ServerOptions()
        options.simultaneousRequests = 3
        options.requestHandler = { _, request in
            await Task.yield()
            return Response(message: request.message)
        }
        try await withServer(options: options) { stage in
            let client = try await stage.connect()
            let answers = try await withThrowingTaskGroup(of: String?.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        let request = Request(service: "", method: "echo", message: .text("\(number)"))
                        return try await client.request(request).message.text
                    }
                }
                return try await tasks.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(answers.count == 200)
            try await client.close()
        }
    }
}
