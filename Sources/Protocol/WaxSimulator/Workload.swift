/// What a random application does in a conversation.
public struct Workload: Hashable, Sendable {
    /// How many things it does.
    public var actions: ClosedRange<Int> = 1...12
    /// How large its messages are, in bytes.
    public var messageSizes: ClosedRange<Int> = 0...4_000
    /// How large the files are that it offers, in bytes.
    public var fileSizes: ClosedRange<Int> = 0...20_000
    /// How long it pauses between two things, in nanoseconds.
    public var pauses: ClosedRange<Int> = 0...2_000_000
    /// How long it holds on to content before it returns the credit, in nanoseconds.
    public var delays: ClosedRange<Int> = 0...0
    /// The name that its connection is set up to show from the beginning, if there is one.
    public var initialName: String?
    /// In one case of how many it gives a stream up, turns down what it is offered, or ends the session; 0 for never.
    public var rudeness = 0

    /// A small and friendly workload.
    public init() {}
}
