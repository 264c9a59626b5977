import Waxwing

struct Failure: Error {}

func sayHello() async throws {
    let (alice, bob) = (try await Identity.generate(bits: 2048), try await Identity.generate(bits: 2048))
    let server = Server(identity: alice, trust: .authorizedKeys(try AuthorizedKeys(parsing: bob.publicKeyLine())))
    try await server.listen(on: "127.0.0.1:0")
    guard let address = server.address else { throw Failure() }
    let client = Client(identity: bob, trust: try .fingerprint(alice.fingerprint))
    let session = try await client.connect(to: "\(address)")
    var arrivals = server.sessions.makeAsyncIterator()
    guard let accepted = await arrivals.next() else { throw Failure() }
    var messages = accepted.messages.makeAsyncIterator()
    try await session.send("hello from a package that depends on Waxwing")
    guard case .text(let text)? = try await messages.next() else { throw Failure() }
    print(text)
    try await session.close()
    await server.shutDown()
}

try await sayHello()
