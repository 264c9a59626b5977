// Runs a WebAssembly module of Embedded Swift: node host.mjs MODULE < INPUT. The exit status is that of its main function.
import { readFileSync, readSync, writeSync } from 'node:fs';
import process from 'node:process';
import { randomFillSync } from 'node:crypto';

let memory;
let end = 0;                       // of what has been given out
const free = new Map();            // by size: blocks that were given back
const sizes = new Map();           // by address
const bytes = () => new Uint8Array(memory.buffer);

function allocate(alignment, size) {
    const wanted = (Math.max(size, 1) + 15) & ~15;
    const reused = free.get(wanted)?.findLast(address => address % alignment === 0);
    if (reused !== undefined) {
        free.get(wanted).splice(free.get(wanted).indexOf(reused), 1);
        return reused;
    }
    const address = Math.ceil(end / Math.max(alignment, 16)) * Math.max(alignment, 16);
    end = address + wanted;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    sizes.set(address, wanted);
    return address;
}

const host = {
    posix_memalign(result, alignment, size) {
        const address = allocate(alignment, size);
        new DataView(memory.buffer).setUint32(result, address, true);
        return 0;
    },
    free(address) {
        if (address === 0) return;
        const size = sizes.get(address);
        if (size === undefined) throw new Error(`free of ${address}, which was not given out`);
        if (!free.has(size)) free.set(size, []);
        free.get(size).push(address);
    },
    memcpy(to, from, count) { bytes().copyWithin(to, from, from + count); return to; },
    memmove(to, from, count) { bytes().copyWithin(to, from, from + count); return to; },
    memset(to, value, count) { bytes().fill(value & 255, to, to + count); return to; },
    memcmp(a, b, count) {
        const memory = bytes();
        for (let i = 0; i < count; i++) if (memory[a + i] !== memory[b + i]) return memory[a + i] - memory[b + i];
        return 0;
    },
    read(file, address, count) {
        try {
            return readSync(file, bytes(), address, count);
        } catch (error) {
            if (error.code === 'EOF') return 0;
            throw error;
        }
    },
    write(file, address, count) { return writeSync(file, bytes(), address, count); },
    clock() { return Math.round(process.cpuUsage().user + process.cpuUsage().system) | 0; },
    arc4random_buf(address, count) { randomFillSync(bytes(), address, count); },
    __stack_chk_fail() { throw new Error('the stack is damaged'); },
};

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const unknown = WebAssembly.Module.imports(module).filter(entry => !(entry.name in host)).map(entry => entry.name);
if (unknown.length > 0) throw new Error(`the module wants what this host has not: ${unknown.join(', ')}`);
const instance = new WebAssembly.Instance(module, { env: host });
memory = instance.exports.memory;
end = instance.exports.__heap_base.value;
process.exitCode = instance.exports.main(0, 0);
