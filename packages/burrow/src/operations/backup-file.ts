import { createHash } from "node:crypto";
import type { Backup } from "../model/backup.ts";
import { BurrowError } from "../model/error.ts";
import { backupEnvironment, type BackupFile, backupFile, backupHead } from "../protocol/backup.ts";
import { fingerprintOf, isSignatureOf, type Signature } from "../registry/signing.ts";
import { Mismatch } from "../protocol/codec.ts";

/** Writes a backup as the one document that it is; `signed` signs a text for whoever makes it. */
export function writeBackup(
  { environments, settings, instructions, wheels, ...head }: Backup,
  signed?: (text: string) => Signature,
): string {
  const members: Record<string, string> = {
    "backup.json": JSON.stringify(backupHead.encode(head)),
    "instructions.txt": instructions,
    ...(settings !== undefined && { "burrow.toml": settings }),
  };
  for (const [index, environment] of environments.entries())
    members[`environments/${String(index + 1).padStart(4, "0")}.json`] = JSON.stringify(
      backupEnvironment.encode(environment),
    );
  for (const { filename, bytes } of wheels)
    members[`wheels/${filename}`] = Buffer.from(bytes).toString("base64");
  const contents = Object.entries(members).map(([path, content]) => ({
    path,
    bytes: Buffer.byteLength(content),
    sha256: sha256(content),
  }));
  const seal = sealOf(contents);
  const signature = signed?.(signedText(seal));
  const file: BackupFile = {
    schema: 1,
    kind: "burrow backup",
    contents,
    seal,
    ...(signature && { signature }),
    members,
  };
  return `${JSON.stringify(backupFile.encode(file), undefined, 1)}\n`;
}

/** A backup as it was read, and the fingerprint of the key that signed its list of contents; of an older burrow none has. */
export interface OpenedBackup {
  readonly backup: Backup;
  readonly signedBy?: string;
}

/** Reads a backup; every member has to be listed, and be what the list says. Throws `backup/refused` with what is wrong, and nothing of it is believed then. */
export function readBackup(name: string, text: string): OpenedBackup {
  try {
    const file = backupFile.decode(parsed(text), "");
    prove(file);
    const { members } = file;
    const json = (path: string): unknown => {
      if (!Object.hasOwn(members, path)) throw new Mismatch("contents", `complete: \`${path}\` is missing`);
      return parsed(members[path] ?? "");
    };
    const head = backupHead.decode(json("backup.json"), "backup.json");
    const all = Object.keys(members).toSorted();
    const backup: Backup = {
      ...head,
      environments: all
        .filter((path) => path.startsWith("environments/"))
        .map((path) => backupEnvironment.decode(json(path), path)),
      ...(members["burrow.toml"] !== undefined && { settings: members["burrow.toml"] }),
      instructions: members["instructions.txt"] ?? "",
      wheels: all
        .filter((path) => path.startsWith("wheels/"))
        .map((path) => ({
          filename: path.slice("wheels/".length),
          bytes: new Uint8Array(Buffer.from(members[path] ?? "", "base64")),
        })),
    };
    return { backup, ...(file.signature && { signedBy: fingerprintOf(file.signature.key) }) };
  } catch (cause) {
    if (!(cause instanceof Mismatch) && !(cause instanceof SyntaxError)) throw cause;
    throw new BurrowError("backup/refused", `\`${name}\` is not a backup that can be believed`, {
      because: cause instanceof Mismatch ? cause.message : "it is not JSON",
      cause,
    });
  }
}

function prove({ contents, seal, signature, members }: BackupFile): void {
  if (sealOf(contents) !== seal) throw new Mismatch("contents", "what its seal says");
  if (signature !== undefined && !isSignatureOf(signature, signedText(seal)))
    throw new Mismatch("signature", "that of its key over the list of contents");
  const listed = new Map(contents.map((member) => [member.path, member]));
  if (listed.size < contents.length) throw new Mismatch("contents", "a list of different members");
  for (const path of Object.keys(members))
    if (!listed.has(path)) throw new Mismatch(`members.${path}`, "in the list of contents");
  for (const { path, bytes, sha256: hash } of contents) {
    const content = Object.hasOwn(members, path) ? members[path] : undefined;
    if (content === undefined || Buffer.byteLength(content) !== bytes || sha256(content) !== hash)
      throw new Mismatch(`members.${path}`, "what the list of contents says");
  }
}

/** The seal with what it is of, so that the signature holds for nothing else. */
function signedText(seal: string): string {
  return `burrow backup 1 ${seal}`;
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

function sealOf(contents: BackupFile["contents"]): string {
  return sha256(JSON.stringify(contents.map(({ path, bytes, sha256: hash }) => [path, bytes, hash])));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
