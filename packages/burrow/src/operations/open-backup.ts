import { isEncrypted, type Key } from "../machine/encryption.ts";
import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import { type OpenedBackup, readBackup } from "./backup-file.ts";
import type { Context } from "./context.ts";
import { shellWord } from "../model/shell-word.ts";

/** The largest file that is read as a backup, in bytes: it is one document. */
const LARGEST = 384 * 1024 ** 2;

/** Reads a backup; `key` is asked for when it is encrypted. Throws `usage/bad-value` when nothing is there, `backup/refused` for what is none, and `backup/key`. */
export async function openBackup(
  { bench, cwd, encryption }: Context,
  name: string,
  key: () => Promise<Key | undefined>,
): Promise<OpenedBackup> {
  const file = join(cwd, name);
  const status = bench.target(file);
  const refused = (because: string): BurrowError =>
    new BurrowError("backup/refused", `\`${file}\` is not a backup that can be believed`, { because });
  if (status === undefined)
    throw new BurrowError("usage/bad-value", `there is nothing at \`${file}\``, {
      hint: "name the file that `burrow backup` or `burrow export` wrote",
    });
  if (status.kind !== "file") throw refused("it is no regular file");
  if (status.size > LARGEST) throw refused(`it is larger than ${LARGEST} bytes`);
  const bytes = bench.readBytes(file, LARGEST);
  if (bytes === undefined) throw refused("it cannot be read");
  if (!isEncrypted(bytes)) return readBackup(file, textOf(bytes));
  const given = await key();
  if (given === undefined)
    throw new BurrowError("backup/key", `\`${file}\` is encrypted`, {
      because: "neither a passphrase nor an identity was given",
      hint: `burrow restore ${shellWord(name)} --identity FILE`,
    });
  return readBackup(file, textOf(await encryption.decrypt(bytes, given)));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
