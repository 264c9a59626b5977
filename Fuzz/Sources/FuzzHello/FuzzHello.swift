import FuzzSupport
import WaxCore
import WaxWire

// What parses as a hello, a reject or settings encodes again to the same bytes; the rest is refused with the
// declared error.

@_cdecl("FuzzHello_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        if let hello = try? Hello(parsing: bytes.span) {
            if bytes.count <= UnitType.hello.bodyByteCounts.upperBound {
                let again = try? hello.encodedUnit()
                require(again.map { Array($0.dropFirst(UnitHeader.byteCount)) } == bytes, "hello changes")
            }
            _ = hello.answer(suites: [])
        }
        if let reject = try? Reject(parsing: bytes.span) {
            require(Array(reject.encodedUnit().dropFirst(UnitHeader.byteCount)) == bytes, "reject changes")
        }
        if let settings = try? Settings(parsing: bytes.span) {
            require(settings.encoded() == bytes, "settings change")
            for known in Settings.Known.allCases { require(settings[known] >= known.floor, "below the floor") }
        }
        return 0
    }
}
