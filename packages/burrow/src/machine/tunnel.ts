import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { BurrowError } from "../model/error.ts";
import { shown } from "./address.ts";

/** How a tunnel is dug. */
export interface TunnelOptions {
  /** Milliseconds without an answer of the proxy. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Certificates to trust. */
  readonly ca?: readonly string[];
}

/** A secured connection to an `https:` address through an HTTP proxy (`CONNECT`, RFC 9110 §9.3.6). */
export async function tunnelTo(address: URL, proxy: URL, options: TunnelOptions): Promise<TLSSocket> {
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") throw unknownProxy(proxy);
  const port = address.port || "443";
  const socket = await dig(`${address.hostname}:${port}`, proxy, options);
  return connect({
    socket,
    servername: address.hostname,
    ...(options.ca && { ca: [...options.ca] }),
  });
}

function dig(target: string, proxy: URL, { patience, signal, ca }: TunnelOptions): Promise<Socket> {
  const { username, password } = proxy;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    host: target,
    ...(username !== "" && { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` }),
  };
  return new Promise((resolve, reject) => {
    const asked = (proxy.protocol === "https:" ? secureRequest : plainRequest)({
      host: proxy.hostname.replace(/^\[|\]$/gu, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      agent: false,
      timeout: patience,
      headers,
      signal,
      ...(ca && { ca: [...ca] }),
    });
    asked.once("connect", ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy ${shown(proxy)} answered ${statusCode}`));
    });
    asked.once("timeout", () => asked.destroy(new Error(`the proxy ${shown(proxy)} does not answer`)));
    asked.once("error", reject);
    asked.end();
  });
}

function unknownProxy(proxy: URL): BurrowError {
  return new BurrowError("download/refused", `the proxy \`${shown(proxy)}\` is not used`, {
    because: `burrow speaks with \`http:\` and \`https:\` proxies, not with \`${proxy.protocol}\` ones`,
    hint: "set HTTPS_PROXY to an http: proxy, or fetch the archive by hand and set BURROW_PYTHON_MIRROR to its folder",
  });
}
