import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file that an index offers: a wheel of the kit, or anything with these fields (an sdist has a name and bytes). */
export interface IndexFile {
  readonly filename: string;
  /** PEP 503 normalised. */
  readonly project: string;
  readonly bytes: Uint8Array;
  readonly requiresPython?: string;
}

/** An answer that an index gives to everything, for tests of what goes wrong. */
export interface Fault {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
}

/** A package index on the loopback. */
export interface IndexServer {
  /** The simple page's address, with its trailing slash. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

/** Serves the files by PEP 503 and PEP 691 with hashes and sizes, until it is closed. With a fault it serves nothing but that. */
export async function indexServer(files: readonly IndexFile[], fault?: Fault): Promise<IndexServer> {
  const asked: string[] = [];
  const server = createServer({ requestTimeout: 10_000, keepAliveTimeout: 1000 }, (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://index").pathname);
    asked.push(path);
    if (fault !== undefined) return send(response, fault.status, fault.type ?? "text/html", fault.body ?? "");
    const [kind, name = ""] = path.split("/").slice(1);
    if (kind === "files") {
      const file = files.find(({ filename }) => filename === name);
      return file === undefined
        ? send(response, 404, "text/plain", "")
        : send(response, 200, "application/octet-stream", file.bytes);
    }
    const offered = files.filter(({ project }) => project === name);
    if (kind !== "simple" || offered.length === 0) return send(response, 404, "text/plain", "");
    const wantsJson = request.headers.accept?.includes(JSON_TYPE) ?? false;
    if (wantsJson) return send(response, 200, JSON_TYPE, JSON.stringify(page(name, offered)));
    return send(response, 200, "text/html", offered.map(anchor).join("\n"));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function page(name: string, files: readonly IndexFile[]): unknown {
  return {
    meta: { "api-version": "1.1" },
    name,
    versions: [],
    files: files.map(({ filename, bytes, requiresPython }) => ({
      filename,
      url: `/files/${filename}`,
      size: bytes.length,
      hashes: { sha256: sha256(bytes) },
      ...(requiresPython !== undefined && { "requires-python": requiresPython }),
    })),
  };
}

function anchor({ filename, bytes, requiresPython }: IndexFile): string {
  const python =
    requiresPython === undefined
      ? ""
      : ` data-requires-python="${requiresPython.replaceAll(">", "&gt;").replaceAll("<", "&lt;")}"`;
  return `<a href="/files/${filename}#sha256=${sha256(bytes)}"${python}>${filename}</a>`;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { "content-type": type }).end(body);
}
