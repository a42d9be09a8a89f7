import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import type { Readable } from "node:stream";
import { rootCertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { BurrowError } from "../model/error.ts";
import { readAddress, shown } from "./address.ts";
import { proxyFor } from "./proxy.ts";
import { tunnelTo } from "./tunnel.ts";

/** What stands at an address, not yet read. */
export interface Content {
  readonly stream: Readable;
  /** When the source tells. */
  readonly totalBytes: number | undefined;
}

/** How an address is asked. */
export interface Asking {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without a byte after which the server counts as gone. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Opens an address that `readAddress` allowed; every redirect is held to the same rule, and none leads to a file. */
export async function openAddress(address: URL, asking: Asking): Promise<Content> {
  if (address.protocol === "file:") return openFile(address);
  for (let at = address, redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await respond(at, asking);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return { stream: response, totalBytes: lengthOf(headers["content-length"]) };
    response.destroy();
    const next = headers.location;
    if (!REDIRECTS.has(statusCode) || next === undefined) throw answered(at, response);
    at = readRedirect(next, at);
  }
  throw new BurrowError("download/failed", `\`${shown(address)}\` could not be fetched`, {
    because: `it leads on more than ${MOST_REDIRECTS} times`,
  });
}

async function openFile(address: URL): Promise<Content> {
  const file = await open(fileURLToPath(address));
  const status = await file.stat();
  if (status.isFile()) return { stream: createReadStream("", { fd: file }), totalBytes: status.size };
  await file.close();
  throw new Error("it is no file");
}

function readRedirect(text: string, from: URL): URL {
  const next = readAddress(text, from.href);
  if (next.protocol === "https:" || (next.protocol === "http:" && from.protocol === "http:")) return next;
  throw new BurrowError("download/refused", `\`${shown(next)}\` is not fetched`, {
    because: `\`${shown(from)}\` leads there, and an answer from the network may not lead to this machine`,
  });
}

async function respond(address: URL, { env, patience, signal }: Asking): Promise<IncomingMessage> {
  const secure = address.protocol === "https:";
  const ca = secure ? await certificates(env) : undefined;
  const proxy = secure ? proxyFor(address, env) : undefined;
  const socket = proxy && (await tunnelTo(address, proxy, { patience, signal, ...(ca && { ca }) }));
  const options: RequestOptions & { readonly ca?: readonly string[] } = {
    signal,
    timeout: patience,
    agent: false,
    headers: { "user-agent": "burrow", "accept-encoding": "identity" },
    ...(ca && { ca }),
    ...(socket && { createConnection: () => socket }),
  };
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const asked = (secure ? secureRequest : plainRequest)(address, options as RequestOptions, (answer) => {
      response = answer;
      resolve(answer);
    });
    asked.once("error", reject);
    asked.once("timeout", () =>
      (response ?? asked).destroy(new Error(`the server sent nothing for ${patience / 1000} s`)),
    );
    asked.end();
  });
}

/** Node knows only its own certificates; a network with its own names them in `SSL_CERT_FILE`, as for Python and curl. */
async function certificates(env: Asking["env"]): Promise<readonly string[] | undefined> {
  const path = env["SSL_CERT_FILE"];
  if (path === undefined || path === "") return undefined;
  return [...rootCertificates, await readFile(path, "utf8")];
}

function lengthOf(header: string | undefined): number | undefined {
  const length = Number(header);
  return header !== undefined && Number.isSafeInteger(length) ? length : undefined;
}

function answered(address: URL, { statusCode, statusMessage }: IncomingMessage): BurrowError {
  const words = statusMessage === undefined || statusMessage === "" ? "" : ` (${statusMessage})`;
  return new BurrowError("download/failed", `\`${shown(address)}\` could not be fetched`, {
    because:
      statusCode === 404 ? "the server has no such file (404)" : `the server answered ${statusCode}${words}`,
    details: { status: statusCode },
  });
}
