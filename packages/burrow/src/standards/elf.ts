/** What the dynamic linker reads of a program or shared library (ELF, System V ABI "Dynamic Linking"). */
export interface ElfFile {
  /** `x86_64`, `aarch64` …; the number as text when it is not a known one. */
  readonly processor: string;
  /** 32 or 64. */
  readonly bits: 32 | 64;
  /** Names of the libraries that it needs, in order. */
  readonly needed: readonly string[];
  readonly soname?: string;
  /** Folders that are searched before and after `LD_LIBRARY_PATH`, as written (`$ORIGIN` not replaced). */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
}

/** `e_machine` in the words of `platform.machine()`. */
const PROCESSORS: Readonly<Record<number, string>> = {
  3: "i686",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
};

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT = { null: 0, needed: 1, strtab: 5, strsz: 10, soname: 14, rpath: 15, runpath: 29 } as const;

/** Reads an ELF file; undefined for what is none or is cut off. A static one needs nothing. */
export function parseElf(bytes: Uint8Array): ElfFile | undefined {
  if (bytes.length < 52 || bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46)
    return undefined;
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A part of the file that is loaded, and where in memory. */
interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function read(bytes: Uint8Array): ElfFile | undefined {
  const bits = bytes[4] === 1 ? 32 : bytes[4] === 2 ? 64 : undefined;
  if (bits === undefined) return undefined;
  const little = bytes[5] !== 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const half = (at: number) => view.getUint16(at, little);
  const word = (at: number) =>
    bits === 32 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
  const number = half(18);
  const processor = PROCESSORS[number] ?? String(number);
  const segments = segmentsOf(bits, half, word, (at) => view.getUint32(at, little));
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return { processor, bits, needed: [], rpath: [], runpath: [] };

  const entry = bits === 32 ? 8 : 16;
  const entries: { readonly tag: number; readonly value: number }[] = [];
  for (let at = dynamic.offset; at + entry <= dynamic.offset + dynamic.size; at += entry) {
    const tag = word(at);
    if (tag === DT.null) break;
    entries.push({ tag, value: word(at + entry / 2) });
  }
  const valueOf = (tag: number) => entries.find((one) => one.tag === tag)?.value;
  const table = fileOffset(segments, valueOf(DT.strtab) ?? 0);
  if (table === undefined) return undefined;
  const text = (offset: number) => textAt(bytes, table + offset);
  const all = (tag: number) => entries.filter((one) => one.tag === tag).map(({ value }) => text(value));
  const [soname] = all(DT.soname);
  return {
    processor,
    bits,
    needed: all(DT.needed),
    ...(soname !== undefined && { soname }),
    rpath: all(DT.rpath).flatMap(folders),
    runpath: all(DT.runpath).flatMap(folders),
  };
}

function segmentsOf(
  bits: 32 | 64,
  half: (at: number) => number,
  word: (at: number) => number,
  int: (at: number) => number,
): readonly Segment[] {
  const start = word(bits === 32 ? 28 : 32);
  const size = half(bits === 32 ? 42 : 54);
  const count = half(bits === 32 ? 44 : 56);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return bits === 32
      ? { type: int(at), offset: word(at + 4), address: word(at + 8), size: word(at + 16) }
      : { type: int(at), offset: word(at + 8), address: word(at + 16), size: word(at + 32) };
  });
}

/** Where in the file an address in memory lies. */
function fileOffset(segments: readonly Segment[], address: number): number | undefined {
  const holder = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
  );
  return holder && address - holder.address + holder.offset;
}

function textAt(bytes: Uint8Array, at: number): string {
  if (at < 0 || at >= bytes.length) throw new RangeError("outside of the file");
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, end === -1 ? undefined : end));
}

function folders(path: string): readonly string[] {
  return path.split(":").filter((folder) => folder !== "");
}
