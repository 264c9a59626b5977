/// First in, first out. Elements are let go as soon as they are taken.
struct Queue<Element> {
    /// What was added since `front` was last filled, in order.
    private var back: [Element] = []
    /// What is to be taken next, in reverse order.
    private var front: [Element] = []

    var isEmpty: Bool { front.isEmpty && back.isEmpty }

    var count: Int { front.count + back.count }

    mutating func append(_ element: Element) { back.append(element) }

    /// Puts an element where it is taken next.
    mutating func prepend(_ element: Element) { front.append(element) }

    /// The next element, which stays in the queue.
    mutating func peek() -> Element? {
        refill()
        return front.last
    }

    mutating func popFirst() -> Element? {
        refill()
        return front.popLast()
    }

    /// Whether there is an element for which the condition holds; asked in order until there is.
    func contains(where condition: (Element) -> Bool) -> Bool {
        front.reversed().contains(where: condition) || back.contains(where: condition)
    }

    /// Changes the element at a position, counted from the one that is taken next.
    ///
    /// - Returns: What `change` returns; false if there is no such element.
    mutating func update(at position: Int, _ change: (inout Element) -> Bool) -> Bool {
        guard (0..<count).contains(position) else { return false }
        if position < front.count { return change(&front[front.count - 1 - position]) }
        return change(&back[position - front.count])
    }

    mutating func removeAll() {
        back = []
        front = []
    }

    private mutating func refill() {
        guard front.isEmpty, !back.isEmpty else { return }
        // Swapping keeps the memory of both arrays in use.
        back.reverse()
        swap(&front, &back)
    }
}
