import Waxwing

let (alice, bob) = (try await Identity.generate(bits: 2048), try await Identity.generate(bits: 2048))
let server = try await Server(identity: alice, trust: .authorizedKeys(AuthorizedKeys(parsing: bob.publicKeyLine())))
    .listen(on: "127.0.0.1:0")
let session = try await Client(identity: bob, trust: .fingerprint(alice.fingerprint)).connect(to: "\(server.address!)")
var arrivals = server.sessions.makeAsyncIterator()
var messages = await arrivals.next()!.messages.makeAsyncIterator()
try await session.send("hello from a package that depends on Waxwing")
guard case .text(let text)? = try await messages.next() else { fatalError("no text came") }
print(text)
try await session.close()
await server.shutDown()
