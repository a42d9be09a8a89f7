import { createHash } from "node:crypto";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { BurrowError } from "../model/error.ts";
import { parseRecord } from "../standards/record.ts";

/** A file of a wheel, proven by the wheel's RECORD. */
export interface WheelFile {
  /** Relative, with `/`, inside whatever folder it is written to. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** Bounds of what is unpacked; an archive that claims or holds more is refused. */
export interface UnpackLimits {
  readonly entries: number;
  /** Of all files together, unpacked. */
  readonly bytes: number;
}

const LIMITS: UnpackLimits = { entries: 20_000, bytes: 512 * 1024 * 1024 };
const TYPE = 0o170_000;
const REGULAR = 0o100_000;
const FOLDER = 0o040_000;
/** Names that Windows gives to devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/iu;

/**
 * Reads a whole wheel (binary distribution format 1.0) whose SHA-256 is one of those given, and gives its files only when every one of them is proven by RECORD.
 * Nothing is written. An archive with a way out of its folder (absolute, `..`, links, devices, names that collide where case does not count), a file that RECORD
 * lacks, lists otherwise or lists without a hash, or one beyond the limits is `engine/unavailable` as a whole.
 */
export async function unpackWheel(
  wheel: Uint8Array,
  sha256: readonly string[],
  limits: UnpackLimits = LIMITS,
): Promise<readonly WheelFile[]> {
  if (!sha256.includes(digest(wheel, "hex"))) throw refused("its SHA-256 is not one that burrow knows");
  try {
    const archive = await fromBufferPromise(Buffer.from(wheel.buffer, wheel.byteOffset, wheel.byteLength), {
      lazyEntries: true,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    const files = await read(archive, limits);
    prove(files);
    return files;
  } catch (cause) {
    if (cause instanceof BurrowError) throw cause;
    throw refused(cause instanceof Error ? cause.message : String(cause));
  }
}

async function read(archive: ZipFile, limits: UnpackLimits): Promise<readonly WheelFile[]> {
  if (archive.entryCount > limits.entries) throw refused(`it has ${archive.entryCount} entries`);
  const files: WheelFile[] = [];
  const taken = new Map<string, "file" | "folder">();
  let room = limits.bytes;
  for await (const entry of archive.eachEntry()) {
    const type = typeOf(entry);
    const path = entry.fileName.replace(/\/$/u, "");
    checkName(path);
    occupy(taken, path, type);
    if (type === "folder") continue;
    room -= entry.uncompressedSize;
    if (room < 0) throw refused(`it unpacks to more than ${limits.bytes} bytes`);
    if (entry.isEncrypted()) throw refused(`\`${path}\` is encrypted`);
    files.push({ path, bytes: await content(archive, entry), executable: isExecutable(entry, path) });
  }
  return files;
}

/** yauzl ends the stream with an error when it gives more or less than the directory claims. */
async function content(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What an entry is, by its Unix mode where it has one. */
function typeOf(entry: Entry): "file" | "folder" {
  const type = (entry.externalFileAttributes >>> 16) & TYPE;
  const folder = entry.fileName.endsWith("/");
  if (type !== 0 && type !== (folder ? FOLDER : REGULAR))
    throw refused(`\`${entry.fileName}\` is neither a file nor a folder`);
  return folder ? "folder" : "file";
}

function isExecutable(entry: Entry, path: string): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o111) !== 0 || /^[^/]+\.data\/scripts\/[^/]+$/u.test(path);
}

function checkName(path: string): void {
  const wrong =
    path === "" ||
    path.startsWith("/") ||
    /[\\:*?"<>|\p{Cc}]/u.test(path) ||
    path.split("/").some((part) => part === "" || /[. ]$/u.test(part) || DEVICE.test(part));
  if (wrong) throw refused(`it holds a file called ${JSON.stringify(path)}`);
}

/** No two entries at one place, and no file where a folder has to be, also where neither case nor composition counts. */
function occupy(taken: Map<string, "file" | "folder">, path: string, type: "file" | "folder"): void {
  const parts = path.normalize("NFC").toLowerCase().split("/");
  const place = parts.join("/");
  const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
  const there = taken.get(place);
  if (above.some((folder) => taken.get(folder) === "file") || (there ?? type) !== type || there === "file")
    throw refused(`\`${path}\` is in it twice`);
  for (const folder of above) taken.set(folder, "folder");
  taken.set(place, type);
}

function prove(files: readonly WheelFile[]): void {
  const records = files.filter(({ path }) => /^[^/]+\.dist-info\/RECORD$/u.test(path));
  const [record, another] = records;
  if (record === undefined || another !== undefined) throw refused("it has not exactly one RECORD");
  const listed = new Map(
    parseRecord(Buffer.from(record.bytes).toString("utf8")).map(({ path, hash }) => [path, hash]),
  );
  for (const { path, bytes } of files) {
    if (path === record.path || path === `${record.path}.jws` || path === `${record.path}.p7s`) continue;
    if (listed.get(path) !== `sha256=${digest(bytes, "base64url")}`)
      throw refused(`\`${path}\` is not as its RECORD says`);
    listed.delete(path);
  }
  for (const path of listed.keys())
    if (path !== record.path) throw refused(`\`${path}\` is in its RECORD and not in it`);
}

function digest(bytes: Uint8Array, encoding: "hex" | "base64url"): string {
  return createHash("sha256").update(bytes).digest(encoding);
}

function refused(because: string): BurrowError {
  return new BurrowError("engine/unavailable", "a wheel was refused", { because });
}
