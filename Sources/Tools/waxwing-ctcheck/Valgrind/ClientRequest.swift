import Foundation

/// Talks to valgrind from inside the process that it runs.
///
/// A client request is a sequence of instructions that changes nothing on a processor and means something to valgrind
/// (valgrind.h). C programs have it from a macro with inline assembly; Swift has no inline assembly, so the sequence is
/// written into a page of memory, which is then made executable and called. Where valgrind does not run, or on another
/// processor, every request is answered with its default.
enum ClientRequest: UInt {
    /// How many valgrinds run this process, one inside the other.
    case runningOnValgrind = 0x1001
    /// How many errors have been found so far, those that are suppressed left out.
    case countErrors = 0x1201
    /// Marks memory as having no defined contents; the contents stay.
    case makeUndefined = 0x4D43_0001
    /// Marks memory as defined.
    case makeDefined = 0x4D43_0002
    /// Copies the bits that say what is defined, zero for a bit that is.
    case getDefinedness = 0x4D43_0008

    /// Makes the request, of up to three numbers or addresses.
    @discardableResult
    func callAsFunction(_ first: UInt = 0, _ second: UInt = 0, _ third: UInt = 0) -> UInt {
        guard let send = unsafe Self.instructions else { return 0 }
        var block: InlineArray<6, UInt> = [rawValue, first, second, third, 0, 0]
        return unsafe withUnsafePointer(to: &block) { unsafe send(UnsafeRawPointer($0), 0) }
    }

    /// Takes the address of the block of arguments and the answer if nobody listens.
    private typealias Instructions = @convention(c) (UnsafeRawPointer, UInt) -> UInt

    private static let instructions: Instructions? = {
        #if os(Linux) && arch(x86_64)
        let code: [UInt8] = [
            0x48, 0x89, 0xF8,  // mov rax, rdi: the arguments
            0x48, 0x89, 0xF2,  // mov rdx, rsi: the default
            0x48, 0xC1, 0xC7, 0x03, 0x48, 0xC1, 0xC7, 0x0D,  // rol rdi, 3; rol rdi, 13
            0x48, 0xC1, 0xC7, 0x3D, 0x48, 0xC1, 0xC7, 0x33,  // rol rdi, 61; rol rdi, 51: 128 bits in all
            0x48, 0x87, 0xDB,  // xchg rbx, rbx
            0x48, 0x89, 0xD0, 0xC3,  // mov rax, rdx; ret
        ]
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let memory = unsafe mmap(nil, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { return nil }
        unsafe memory.copyMemory(from: code, byteCount: code.count)
        guard unsafe mprotect(memory, page, PROT_READ | PROT_EXEC) == 0 else { return nil }
        return unsafe unsafeBitCast(memory, to: Instructions.self)
        #else
        return nil
        #endif
    }()
}
