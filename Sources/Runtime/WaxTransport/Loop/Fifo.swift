/// A line of elements: they leave in the order in which they came, and what has left is let go of.
package struct Fifo<Element> {
    // Nil where an element has left; such slots are few at the front, and go when they are half of all.
    private var slots: [Element?] = []
    private var front = 0

    package init() {}

    package var count: Int { slots.count - front }
    package var isEmpty: Bool { count == 0 }

    /// The elements in the order in which they leave.
    package var all: [Element] { slots[front...].compactMap { $0 } }

    package mutating func append(_ element: Element) { slots.append(element) }

    package mutating func popFirst() -> Element? {
        guard front < slots.count else { return nil }
        let element = slots[front].take()
        front += 1
        if front == slots.count {
            slots.removeAll(keepingCapacity: slots.count <= Self.keptCapacity)
            front = 0
        } else if front >= Self.keptCapacity, front * 2 >= slots.count {
            slots.removeFirst(front)
            front = 0
        }
        return element
    }

    /// Takes elements out of the line; gives how many.
    package mutating func removeAll(where isUnwanted: (Element) -> Bool) -> Int {
        let before = count
        var rest: [Element?] = []
        while let element = popFirst() {
            if !isUnwanted(element) { rest.append(element) }
        }
        slots = rest
        front = 0
        return before - rest.count
    }

    private static var keptCapacity: Int { 64 }
}

extension Fifo: Sendable where Element: Sendable {}
