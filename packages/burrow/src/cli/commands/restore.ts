import { restoreJson } from "../../protocol/documents.ts";
import { restoredText } from "../../render/backup.ts";
import { command } from "../command.ts";
import { CHANGING, RESTORING } from "../common-options.ts";
import { isYes } from "../consent.ts";
import { mayAsk } from "../world.ts";
import { passphraseFor } from "../passphrase.ts";
import { defined } from "./project-options.ts";

/** `burrow restore`. */
export const restore = command({
  name: "restore",
  about:
    "Bring the environments of a backup back, each by a plan of its own; one that cannot be had stops no other.",
  options: {
    ...CHANGING,
    only: {
      type: "string",
      value: "env",
      multiple: true,
      about: "Only this environment: its place, its project or its name; may be repeated.",
    },
    map: {
      type: "string",
      value: "old=new",
      multiple: true,
      about: "A folder that is elsewhere now; may be repeated. Your former home is mapped anyway.",
    },
    identity: { type: "string", value: "file", about: "A file with the age identity that opens it." },
    "signed-by": {
      type: "string",
      value: "key",
      multiple: true,
      about:
        "Refuse what this key has not signed: the fingerprint that `burrow backup` told; it is known from then on.",
    },
    adopt: { type: "boolean", about: "Rebuild what stands in the way as burrow's own; it is kept." },
    ...RESTORING,
  },
  args: [{ name: "FILE", about: "what `burrow backup` wrote" }],
  examples: ["burrow restore home.json --dry-run", "burrow restore home.json --map /old/home=/new/home"],
  changes: true,

  async run(values, [file = ""], setting) {
    const [{ identitiesIn, movesOf }, { openBackup }, { restoreBackup }] = await Promise.all([
      import("../../operations/restore-options.ts"),
      import("../../operations/open-backup.ts"),
      import("../../operations/restore.ts"),
    ]);
    const context = await setting.context();
    const moves = movesOf(context, values.map ?? []);
    const key = async () => {
      if (values.identity !== undefined) return { identities: identitiesIn(context, values.identity) };
      const passphrase = await passphraseFor(setting);
      return passphrase === undefined ? undefined : { passphrase };
    };
    const opened = await openBackup(context, file, key);
    const asks = values.yes !== true && values["dry-run"] !== true && mayAsk(setting.world);
    return restoreBackup(context, opened, {
      ...defined({
        only: values.only,
        signedBy: values["signed-by"],
        dryRun: values["dry-run"],
        partly: values.partly,
        adopt: values.adopt,
      }),
      ...defined({ builds: values["allow-build"], engine: values.engine, offline: values.offline }),
      moves,
      ...(asks && {
        confirm: async (planned) => {
          setting.say([...restoredText(planned, setting.look), ""]);
          return isYes(await setting.world.ask("restore these? [y/N] "));
        },
      }),
    });
  },

  text: (result, look) => restoredText(result, look),
  json: restoreJson,
  status: ({ status }) => ({ done: 0, planned: 0, partly: 1, refused: 3, cancelled: 130 })[status],
});
