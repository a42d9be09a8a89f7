import { BurrowError } from "../model/error.ts";

/** An address that burrow may fetch from: `https:`, `http:` on this machine, `file:`. Others throw `download/refused`. */
export function readAddress(text: string, base?: string): URL {
  const address = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (address === undefined) throw refusal(text, "it is no address");
  if (isAllowed(address)) return address;
  throw refusal(
    shown(address),
    address.protocol === "http:"
      ? "over `http:` anybody on the way can read along and answer; only this machine is asked that way"
      : `\`${address.protocol}\` is not fetched from`,
  );
}

/** The address as it may be printed: without the name and the password in it. */
export function shown(address: URL): string {
  const bare = new URL(address);
  bare.username = "";
  bare.password = "";
  bare.search = "";
  return bare.href;
}

function isAllowed({ protocol, hostname }: URL): boolean {
  if (protocol === "https:" || protocol === "file:") return true;
  return protocol === "http:" && (hostname === "localhost" || hostname === "[::1]" || isLoopback(hostname));
}

/** 127.0.0.0/8; `URL` has already written every form of an IPv4 address as four decimal numbers. */
function isLoopback(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}

function refusal(subject: string, because: string): BurrowError {
  return new BurrowError("download/refused", `\`${subject}\` is not fetched`, {
    because,
    hint: "use an https: address, or a file: address of this machine",
  });
}
