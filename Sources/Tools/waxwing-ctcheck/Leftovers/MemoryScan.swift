import Foundation

/// Looks through all memory that this process may write to.
///
/// All that the search needs is allocated when it is made. While it runs nothing is: an allocation would overwrite the
/// very memory that was given back last, and that may have a secret in it.
@safe struct MemoryScan: ~Copyable {
    /// A row of bytes that is part of a secret.
    struct Find {
        let label: Int
        let address: UInt
        var byteCount: Int
    }

    private let text: UnsafeMutableRawBufferPointer
    private let finds: UnsafeMutableBufferPointer<Find>

    init() {
        unsafe text = .allocate(byteCount: 1 << 18, alignment: 16)
        unsafe finds = .allocate(capacity: 1000)
    }

    deinit {
        unsafe text.deallocate()
        unsafe finds.deallocate()
    }

    /// Every place with at least eight bytes of one of the secrets, a thousand at most.
    ///
    /// Memory is read where it lies: a copy would be found too.
    borrowing func run(_ needles: borrowing NeedleSet) throws -> [Find] {
        var count = 0
        let file = unsafe open("/proc/self/maps", O_RDONLY)
        guard file >= 0 else { throw OperationFailure("/proc/self/maps cannot be read") }
        defer { close(file) }
        unsafe text.initializeMemory(as: UInt8.self, repeating: 0)
        var length = 0
        while unsafe length < text.count {
            let read = unsafe read(file, text.baseAddress! + length, text.count - length)
            guard read > 0 else { break }
            length += read
        }
        // "55d0c8a00000-55d0c8a21000 rw-p 00000000 00:00 0    [heap]"
        var position = 0
        while position < length {
            let start = number(&position)
            position += 1
            let end = number(&position)
            let isWritable = unsafe text[position + 1] == UInt8(ascii: "r") && text[position + 2] == UInt8(ascii: "w")
            if isWritable { scan(start..<end, needles, &count) }
            while position < length, unsafe text[position] != UInt8(ascii: "\n") { position += 1 }
            position += 1
        }
        return unsafe Array(finds[..<count])
    }

    private borrowing func scan(_ range: Range<UInt>, _ needles: borrowing NeedleSet, _ count: inout Int) {
        var address = range.lowerBound
        while address + 8 <= range.upperBound {
            let window = unsafe UnsafeRawPointer(bitPattern: address)!.loadUnaligned(as: UInt64.self)
            if let label = needles.label(of: window) {
                if count > 0, unsafe finds[count - 1].label == label,
                    unsafe finds[count - 1].address + UInt(finds[count - 1].byteCount) >= address
                {
                    // Windows of one place overlap, or touch where some in between were too plain to look for.
                    unsafe finds[count - 1].byteCount = Int(address - finds[count - 1].address) + 8
                } else if unsafe count < finds.count {
                    unsafe (finds.baseAddress! + count).initialize(to: Find(label: label, address: address, byteCount: 8))
                    count += 1
                }
            }
            address += 1
        }
    }

    private borrowing func number(_ position: inout Int) -> UInt {
        var value: UInt = 0
        while true {
            let character = unsafe text[position]
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt(character - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt(character - UInt8(ascii: "a") + 10)
            default: return value
            }
            position += 1
        }
    }

    /// What the system calls the mapping that an address is in, as of the last search: `[heap]`, `[stack]`, a file, or nothing.
    borrowing func mapping(of address: UInt) -> String {
        let text = unsafe String(decoding: self.text.prefix { $0 != 0 }, as: UTF8.self)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            if ends.count == 2, ends[0] <= address, address < ends[1] {
                return fields.count > 5 ? fields[5].trimmingCharacters(in: .whitespaces) : "anonymous memory"
            }
        }
        return "memory that is gone"
    }
}
