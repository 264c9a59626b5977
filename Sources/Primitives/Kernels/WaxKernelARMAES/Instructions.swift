import Builtin

// What the processor does to one block: the AES instructions and PMULL of Armv8-A (Arm, "Architecture Reference Manual
// for A-profile architecture", C7.2: AESE, AESMC, AESD, AESIMC, PMULL).
//
// AESE adds a key first, then does SubBytes and ShiftRows; x86-64 does the same steps and adds the key last. What the
// other files say is in the manner of x86-64: a round here is AESE with a key of zeros, AESMC, and the addition. The
// compiler moves that addition into the AESE of the next round, so that a round costs the two instructions that it has
// in hand-written code, and only the first key and the last remain additions of their own. The inverse rounds are alike.

@inline(__always) private func bytes(_ v: Block) -> Builtin.Vec16xInt8 { Builtin.bitcast_Vec2xInt64_Vec16xInt8(v) }

@inline(__always) private func block(_ v: Builtin.Vec16xInt8) -> Block { Builtin.bitcast_Vec16xInt8_Vec2xInt64(v) }

// MARK: Order

/// Moves bytes: the byte at `i` of the result is that of `v` whose number stands at `i` of the order.
@inline(__always)
func shuffle1(_ v: Block, _ order: Block) -> Block {
    block(Builtin.int_aarch64_neon_tbl1_Vec16xInt8(bytes(v), bytes(order)))
}

// MARK: AES

@inline(__always)
func aesenc1(_ state: Block, _ key: Block) -> Block {
    let substituted = Builtin.int_aarch64_crypto_aese(bytes(state), Builtin.zeroInitializer())
    return xor1(block(Builtin.int_aarch64_crypto_aesmc(substituted)), key)
}

@inline(__always)
func aesenclast1(_ state: Block, _ key: Block) -> Block {
    xor1(block(Builtin.int_aarch64_crypto_aese(bytes(state), Builtin.zeroInitializer())), key)
}

@inline(__always)
func aesdec1(_ state: Block, _ key: Block) -> Block {
    let substituted = Builtin.int_aarch64_crypto_aesd(bytes(state), Builtin.zeroInitializer())
    return xor1(block(Builtin.int_aarch64_crypto_aesimc(substituted)), key)
}

@inline(__always)
func aesdeclast1(_ state: Block, _ key: Block) -> Block {
    xor1(block(Builtin.int_aarch64_crypto_aesd(bytes(state), Builtin.zeroInitializer())), key)
}

/// InvMixColumns.
@inline(__always)
func aesimc1(_ key: Block) -> Block { block(Builtin.int_aarch64_crypto_aesimc(bytes(key))) }

// MARK: Carry-less products

@inline(__always)
private func product(_ a: Builtin.Int64, _ b: Builtin.Int64) -> Block {
    block(Builtin.int_aarch64_neon_pmull64(a, b))
}

@inline(__always)
func productOfLow1(_ a: Block, _ b: Block) -> Block { product(element1(a, 0), element1(b, 0)) }

@inline(__always)
func productOfHigh1(_ a: Block, _ b: Block) -> Block { product(element1(a, 1), element1(b, 1)) }

@inline(__always)
func productOfLowAndHigh1(_ a: Block, _ b: Block) -> Block { product(element1(a, 0), element1(b, 1)) }
