import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { CACHE, findPython, somePython } from "../tools.ts";

/** The minor versions of Python that the channels offer, oldest first; the tests upgrade from the one to the other. */
export const CHANNEL_PYTHONS = ["3.11", "3.12"].filter((minor) => findPython(minor) !== undefined);

/** The subdir of this machine, and the other one that the channels have lists for. */
export const HOST_SUBDIR = subdirOf(process.platform, process.arch);
export const OTHER_SUBDIR = HOST_SUBDIR === "osx-arm64" ? "linux-64" : "osx-arm64";

/** A served pair of channels. */
export interface Channels {
  readonly main: string;
  readonly extra: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** From now on the archives whose names begin so are served with another last byte. */
  spoil(beginning: string): void;
}

/** The folder of the channels, built once and kept between runs. */
export function channelFolder(): string {
  const builder = fileURLToPath(new URL("channel.py", import.meta.url));
  const pythons = CHANNEL_PYTHONS.flatMap((minor) => findPython(minor) ?? []);
  const key = createHash("sha256")
    .update(readFileSync(builder))
    .update(pythons.join(":"))
    .digest("hex")
    .slice(0, 12);
  const folder = join(CACHE, `conda-${key}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const partial = mkdtempSync(join(CACHE, "conda-partial-"));
  must(somePython(), ["-I", builder, partial, ...pythons]);
  moveOnce(partial, folder);
  return folder;
}

/** Serves the channels on the loopback until the test ends. */
export async function serveChannels(): Promise<Channels> {
  const folder = channelFolder();
  const asked: string[] = [];
  const spoiled: string[] = [];
  const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://channel").pathname);
    asked.push(path);
    const file = join(folder, path);
    if (path.includes("..") || !/\.(?:json|conda|bz2)$/u.test(path) || !existsSync(file))
      return response.writeHead(404).end();
    const bytes = readFileSync(file);
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (spoiled.some((beginning) => name.startsWith(beginning)))
      bytes.writeUInt8(bytes.at(-1)! ^ 1, bytes.length - 1);
    return response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    main: `${url}/main`,
    extra: `${url}/extra`,
    asked,
    spoil: (beginning) => void spoiled.push(beginning),
  };
}

/** A copy of the main channel on disk, as a `file:` address; archives whose names begin so have another last byte than their list says. */
export function channelOnDisk(spoiled: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-channel-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const main = join(folder, "main");
  cpSync(join(channelFolder(), "main"), main, { recursive: true });
  for (const name of spoiled) {
    const path = join(main, name);
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.at(-1)! ^ 1, bytes.length - 1);
    writeFileSync(path, bytes);
  }
  return `file://${main}`;
}

/** The version of py-rattler that the tests run with: the one that burrow would fetch. */
const RATTLER = "0.28.0";

/** The wheel of py-rattler for this machine, fetched once from the machine's own index. */
export function rattlerWheel(): { readonly filename: string; readonly bytes: Buffer } {
  const folder = join(CACHE, `py-rattler-${RATTLER}-wheel`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const partial = mkdtempSync(join(CACHE, "rattler-partial-"));
    download(join(partial, "fetched"));
    moveOnce(join(partial, "fetched"), folder);
    rmSync(partial, { recursive: true, force: true });
  }
  const [filename = ""] = readdirSync(folder);
  return { filename, bytes: readFileSync(join(folder, filename)) };
}

/** An unpacked py-rattler, fetched once from the machine's own index: what burrow's own folder of engines would hold. */
export function rattlerHome(): string {
  const folder = join(CACHE, `py-rattler-${RATTLER}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const partial = mkdtempSync(join(CACHE, "rattler-partial-"));
  const fetched = join(partial, "fetched");
  download(fetched);
  must(somePython(), [
    "-c",
    "import glob,sys,zipfile\nfor w in glob.glob(sys.argv[1]+'/*.whl'): zipfile.ZipFile(w).extractall(sys.argv[2])",
    fetched,
    join(partial, "engine"),
  ]);
  moveOnce(join(partial, "engine"), folder);
  rmSync(partial, { recursive: true, force: true });
  return folder;
}

function download(fetched: string): void {
  const quiet = ["--quiet", "--disable-pip-version-check"];
  must(somePython(), [
    "-m",
    "pip",
    ...quiet,
    "download",
    "--no-deps",
    "--only-binary",
    ":all:",
    `py-rattler==${RATTLER}`,
    "--dest",
    fetched,
  ]);
}

/** Puts a folder at its place; another worker may have done the same a moment before. */
function moveOnce(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (cause) {
    if (!existsSync(folder)) throw cause;
    rmSync(partial, { recursive: true, force: true });
  }
}

function must(program: string, args: readonly string[]): void {
  const run = spawnSync(program, args, { encoding: "utf8" });
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(" ")}\n${run.stdout}${run.stderr}`, { cause: run.error });
}

function subdirOf(platform: string, arch: string): string {
  if (platform === "darwin") return arch === "arm64" ? "osx-arm64" : "osx-64";
  return arch === "arm64" ? "linux-aarch64" : "linux-64";
}
