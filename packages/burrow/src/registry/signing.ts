import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from "node:crypto";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";

/** A signature with the public key that proves it, both base64: Ed25519 (RFC 8032), the key as its 32 bytes. */
export interface Signature {
  readonly key: string;
  readonly value: string;
}

/** Who a signature is by, as far as this burrow can tell. */
export type Signer = "own" | "known" | "unknown";

/** The key of this user's burrow in its data folder (0600, made at its first need), and the keys that the user vouched for. */
export interface Signing {
  /** Throws the system's error, and an error when what stands in the key's file is none. */
  sign(text: string): Signature;
  /** Who a fingerprint is of. */
  signerOf(fingerprint: string): Signer;
  /** Vouches for a key from now on. */
  trust(fingerprint: string): void;
}

/** Opens it. */
export function signingIn(bench: Workbench, data: AbsolutePath): Signing {
  const file = join(data, "signing-key.pem");
  const known = join(data, "known-keys");
  const knownKeys = () => (bench.readText(known) ?? "").split("\n").filter((line) => line !== "");
  const signerOf = (fingerprint: string): Signer => {
    const own = bench.readText(file);
    if (own !== undefined && fingerprintOf(publicOf(createPrivateKey(own))) === fingerprint) return "own";
    return knownKeys().includes(fingerprint) ? "known" : "unknown";
  };
  return {
    signerOf,
    sign(text) {
      const key = createPrivateKey(bench.readText(file) ?? made(bench, data, file));
      return { key: publicOf(key), value: sign(null, Buffer.from(text), key).toString("base64") };
    },
    trust(fingerprint) {
      if (signerOf(fingerprint) !== "unknown") return;
      bench.makeFolder(data, 0o700);
      bench.writeFile(known, [...knownKeys(), fingerprint, ""].join("\n"), 0o600);
    },
  };
}

/** Whether a signature is of the text by its key; false also for what is no key. */
export function isSignatureOf({ key, value }: Signature, text: string): boolean {
  try {
    const x = Buffer.from(key, "base64").toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(value, "base64"));
  } catch {
    return false;
  }
}

/** What people compare: 32 hexadecimal digits of the key's SHA-256. */
export function fingerprintOf(key: string): string {
  return createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
}

function publicOf(key: Parameters<typeof createPublicKey>[0]): string {
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("base64");
}

function made(bench: Workbench, data: AbsolutePath, file: AbsolutePath): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const text = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  bench.makeFolder(data, 0o700);
  bench.writeFile(file, text, 0o600);
  return text;
}
