import { BurrowError } from "../model/error.ts";
import type { Setting } from "./command.ts";
import { mayAsk } from "./world.ts";

/** The passphrase that a backup is opened with: from BURROW_PASSPHRASE, never from the command line, which others can see; else asked. Undefined when there is none. */
export async function passphraseFor({ world }: Pick<Setting, "world">): Promise<string | undefined> {
  const given = world.env["BURROW_PASSPHRASE"] ?? "";
  if (given !== "") return given;
  if (!mayAsk(world)) return undefined;
  const typed = await world.ask("passphrase: ", { hidden: true });
  return typed === "" ? undefined : typed;
}

/** The passphrase that a backup will be locked with: nobody sees what they type, so they type it twice. Throws `backup/key` when there is none or the two differ. */
export async function newPassphraseFor({ world }: Pick<Setting, "world">): Promise<string> {
  const passphrase = await passphraseFor({ world });
  if (passphrase === undefined)
    throw new BurrowError("backup/key", "no passphrase was given", {
      because: mayAsk(world) ? "nothing was typed" : "BURROW_PASSPHRASE is not set and nobody can be asked",
      hint: "set BURROW_PASSPHRASE, or encrypt to a key: --encrypt age1…",
    });
  const isTyped = (world.env["BURROW_PASSPHRASE"] ?? "") === "";
  if (isTyped && (await world.ask("the same passphrase: ", { hidden: true })) !== passphrase)
    throw new BurrowError("backup/key", "the second passphrase is not the first", {
      because: "what is typed is not shown; nothing was written",
    });
  return passphrase;
}
