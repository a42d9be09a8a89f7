import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createPlainServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { realDownloads, type RealDownloadsOptions } from "../../src/machine/real-downloads.ts";
import { BurrowError } from "../../src/model/error.ts";
import { absolute } from "../../src/model/path.ts";

const CONTENT = Buffer.from("a Python, or so".repeat(1000));
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");

/** Listens on the loopback until the test ends; gives its port. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listen(server)}`;
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-download-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Fetched {
  readonly sha256?: string;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: RealDownloadsOptions;
  readonly onProgress?: (bytes: number, totalBytes: number | undefined) => void;
}

/** Fetches into an empty folder: `done` or what was thrown, and what then lies in the folder. */
async function fetched(url: string, { sha256 = SHA256, env = {}, options = {}, ...rest }: Fetched = {}) {
  const folder = scratch();
  const to = absolute(join(folder, "archive"));
  const signal = rest.signal ?? new AbortController().signal;
  const outcome = await realDownloads(env, options)
    .fetch(url, to, { sha256, signal, ...(rest.onProgress && { onProgress: rest.onProgress }) })
    .then(
      () => "done",
      (error: unknown) => error,
    );
  return { outcome, said: said(outcome), files: readdirSync(folder), to };
}

function said(outcome: unknown): string {
  if (outcome instanceof BurrowError) return `${outcome.code}: ${outcome.because}`;
  return outcome instanceof Error ? outcome.message : String(outcome);
}

test("a file comes whole, with its progress, and nothing else stays", async () => {
  const url = await serve((_, response) => response.end(CONTENT));
  const told: (readonly [number, number | undefined])[] = [];
  const { outcome, files, to } = await fetched(`${url}/x.tar.gz`, {
    onProgress: (...progress) => told.push(progress),
  });
  expect(outcome).toBe("done");
  expect(files).toEqual(["archive"]);
  expect(readFileSync(to)).toEqual(CONTENT);
  expect(told.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
});

test("a file of this machine is copied, and its checksum is asked all the same", async () => {
  const path = join(scratch(), "a b+c.tar.gz");
  writeFileSync(path, CONTENT);
  expect((await fetched(pathToFileURL(path).href)).outcome).toBe("done");
  expect((await fetched(pathToFileURL(path).href, { sha256: "0".repeat(64) })).said).toBe(
    `download/checksum: its SHA-256 is ${SHA256}, not ${"0".repeat(64)}`,
  );
  expect((await fetched(pathToFileURL(`${path}.gone`).href)).said).toBe(
    "download/failed: the file is not there",
  );
  expect((await fetched(pathToFileURL(tmpdir()).href)).said).toBe("download/failed: it is no file");
});

test("another file than was expected is not kept", async () => {
  const url = await serve((_, response) => response.end("something else"));
  const { said: text, files } = await fetched(url);
  expect(text).toMatch(/^download\/checksum: its SHA-256 is [0-9a-f]{64}, not /u);
  expect(files).toEqual([]);
});

test("a connection that is cut leaves nothing", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length });
    response.write(CONTENT.subarray(0, 1000), () => response.destroy());
  });
  const { said: text, files } = await fetched(url);
  expect(text).toBe("download/failed: the connection was cut");
  expect(files).toEqual([]);
});

test("what the server says is told, without the password of the address", async () => {
  const url = await serve(({ url: path }, response) =>
    response.writeHead(path === "/busy" ? 503 : 404).end(),
  );
  expect((await fetched(`${url}/x`)).said).toBe("download/failed: the server has no such file (404)");
  expect((await fetched(`${url}/busy`)).said).toBe(
    "download/failed: the server answered 503 (Service Unavailable)",
  );
  const { outcome } = await fetched(`${url.replace("://", "://me:secret@")}/x?token=secret`);
  expect((outcome as BurrowError).message).toBe(`\`${url}/x\` could not be fetched`);
});

test("a server that falls silent is given up", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length });
    response.write(CONTENT.subarray(0, 1000));
  });
  const { said: text, files } = await fetched(url, { options: { patience: 100 } });
  expect(text).toBe("download/failed: the server sent nothing for 0.1 s");
  expect(files).toEqual([]);
});

test("a cancel ends a slow one, and leaves nothing", async () => {
  const controller = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-length": CONTENT.length });
    response.write(CONTENT.subarray(0, 1000));
  });
  const onProgress = () => controller.abort(new Error("enough"));
  const { said: text, files } = await fetched(url, { signal: controller.signal, onProgress });
  expect(text).toBe("enough");
  expect(files).toEqual([]);
});

test("a file without end is stopped at the limit", async () => {
  const url = await serve((_, response) => {
    const more = () => void (response.destroyed || response.write(CONTENT, more));
    more();
  });
  const { said: text, files } = await fetched(url, { options: { limit: 100_000 } });
  expect(text).toBe("download/failed: it is larger than 100000 bytes");
  expect(files).toEqual([]);
});

test.each([
  [
    "http://example.invalid/x",
    "over `http:` anybody on the way can read along and answer; only this machine is asked that way",
  ],
  [
    "http://127.0.0.1.example.invalid/x",
    "over `http:` anybody on the way can read along and answer; only this machine is asked that way",
  ],
  ["ftp://127.0.0.1/x", "`ftp:` is not fetched from"],
  ["data:,x", "`data:` is not fetched from"],
  ["x/y", "it is no address"],
])("%s is not asked", async (url, because) => {
  expect((await fetched(url)).said).toBe(`download/refused: ${because}`);
});

test("a redirect is held to the same rule, and none leads to a file", async () => {
  const path = join(scratch(), "x");
  writeFileSync(path, CONTENT);
  const url = await serve(({ url: asked }, response) => {
    const onward: Readonly<Record<string, string>> = {
      "/here": "/there",
      "/out": "http://example.invalid/x",
      "/file": pathToFileURL(path).href,
      "/round": "/round",
    };
    const location = onward[asked ?? ""];
    if (location === undefined) return response.end(CONTENT);
    return response.writeHead(302, { location }).end();
  });
  expect((await fetched(`${url}/here`)).outcome).toBe("done");
  expect((await fetched(`${url}/out`)).said).toBe(
    "download/refused: over `http:` anybody on the way can read along and answer; only this machine is asked that way",
  );
  expect((await fetched(`${url}/file`)).said).toBe(
    `download/refused: \`${url}/file\` leads there, and an answer from the network may not lead to this machine`,
  );
  expect((await fetched(`${url}/round`)).said).toBe("download/failed: it leads on more than 5 times");
});

test("an https address is asked for by way of the proxy, with its name and password", async () => {
  const lines: string[] = [];
  const proxy = createServer();
  proxy.on("connect", ({ method, url, headers }, socket) => {
    lines.push(`${method} ${url} ${headers["proxy-authorization"]}`);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  });
  const port = await listen(proxy);
  const { said: text } = await fetched("https://example.invalid/x", {
    env: { HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${port}` },
  });
  expect(lines).toEqual([`CONNECT example.invalid:443 Basic ${Buffer.from("me:p@ss").toString("base64")}`]);
  expect(text).toBe(`download/failed: the proxy http://127.0.0.1:${port}/ answered 407`);
});

test("a proxy that is none of ours is named", async () => {
  const { outcome } = await fetched("https://example.invalid/x", {
    env: { ALL_PROXY: "socks5://127.0.0.1:1" },
  });
  expect(said(outcome)).toBe(
    "download/refused: burrow speaks with `http:` and `https:` proxies, not with `socks5:` ones",
  );
});

test("nobody there is said as such", async () => {
  const server = createPlainServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  expect((await fetched(`http://127.0.0.1:${port}/x`)).said).toBe("download/failed: nobody answers there");
});
