// README begin
import Waxwing

/// Takes what the holders of the listed keys send: messages go to `handle`, files to the inbox.
func serve(in folder: String, _ handle: @escaping @Sendable (ReceivedMessage) -> Void) async throws -> Server {
    let server = Server(
        identity: try await .load(from: "\(folder)/alice"), trust: .authorizedKeys(at: "\(folder)/authorized_keys"),
        inbox: Inbox("\(folder)/inbox"))
    try await server.listen(on: "127.0.0.1:0")
    Task {
        for await session in server.sessions {
            Task { for try await message in session.messages { handle(message) } }
        }
    }
    return server
}

/// Sends a text and a file to the server that has this fingerprint, and to no other.
func send(from folder: String, to address: String, fingerprint: String) async throws {
    let client = Client(identity: try await .load(from: "\(folder)/bob"), trust: try .fingerprint(fingerprint))
    let session = try await client.connect(to: address)
    try await session.send("hello")
    try await session.send(file: "\(folder)/report.pdf")  // returns when it is verified and on the other disk
    try await session.close()
}
// README end
