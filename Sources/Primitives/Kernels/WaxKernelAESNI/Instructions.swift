import Builtin

// What the processor does to one block: AES-NI, PCLMULQDQ and SSSE3. This file is the same in every kernel of AES for
// x86-64.

// MARK: Order

/// Moves bytes: the byte at `i` of the result is that of `v` whose number stands at `i` of the order.
@inline(__always)
func shuffle1(_ v: Block, _ order: Block) -> Block {
    let bytes = Builtin.int_x86_ssse3_pshuf_b_128(
        Builtin.bitcast_Vec2xInt64_Vec16xInt8(v), Builtin.bitcast_Vec2xInt64_Vec16xInt8(order))
    return Builtin.bitcast_Vec16xInt8_Vec2xInt64(bytes)
}

// MARK: AES

@inline(__always) func aesenc1(_ state: Block, _ key: Block) -> Block { Builtin.int_x86_aesni_aesenc(state, key) }

@inline(__always)
func aesenclast1(_ state: Block, _ key: Block) -> Block { Builtin.int_x86_aesni_aesenclast(state, key) }

@inline(__always) func aesdec1(_ state: Block, _ key: Block) -> Block { Builtin.int_x86_aesni_aesdec(state, key) }

@inline(__always)
func aesdeclast1(_ state: Block, _ key: Block) -> Block { Builtin.int_x86_aesni_aesdeclast(state, key) }

/// InvMixColumns.
@inline(__always) func aesimc1(_ key: Block) -> Block { Builtin.int_x86_aesni_aesimc(key) }

// MARK: Carry-less products

@inline(__always)
func productOfLow1(_ a: Block, _ b: Block) -> Block { Builtin.int_x86_pclmulqdq(a, b, UInt8(0x00)._value) }

@inline(__always)
func productOfHigh1(_ a: Block, _ b: Block) -> Block { Builtin.int_x86_pclmulqdq(a, b, UInt8(0x11)._value) }

@inline(__always)
func productOfLowAndHigh1(_ a: Block, _ b: Block) -> Block { Builtin.int_x86_pclmulqdq(a, b, UInt8(0x10)._value) }
