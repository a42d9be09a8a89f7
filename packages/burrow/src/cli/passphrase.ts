import type { Setting } from "./command.ts";
import { mayAsk } from "./world.ts";

/** The passphrase of a backup: from BURROW_PASSPHRASE, never from the command line, which others can see; else asked. Undefined when there is none. */
export async function passphraseFor({ world }: Pick<Setting, "world">): Promise<string | undefined> {
  const given = world.env["BURROW_PASSPHRASE"] ?? "";
  if (given !== "") return given;
  if (!mayAsk(world)) return undefined;
  const typed = await world.ask("passphrase: ");
  return typed === "" ? undefined : typed;
}
