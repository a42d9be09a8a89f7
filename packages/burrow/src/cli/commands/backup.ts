import { backupJson } from "../../protocol/documents.ts";
import { backupText } from "../../render/backup.ts";
import { command } from "../command.ts";
import { newPassphraseFor } from "../passphrase.ts";
import { defined } from "./project-options.ts";

/** `burrow backup`. */
export const backup = command({
  name: "backup",
  about:
    "Write what every environment holds, where it is, its Python, your settings and what to do by hand into one file that only you can read. Secrets are left out.",
  options: {
    encrypt: {
      type: "string",
      value: "recipient",
      about:
        "Encrypt it (age): for a recipient `age1…`, or with a `passphrase` ($BURROW_PASSPHRASE, else asked).",
    },
    in: {
      type: "string",
      value: "folder",
      multiple: true,
      about: "Only environments below this folder; may be repeated.",
    },
    "include-wheels": { type: "boolean", about: "Take the wheels along, for a machine without network." },
    offline: { type: "boolean", about: "Use no network." },
  },
  args: [{ name: "FILE", about: "where it goes; else burrow's own folder", optional: true }],
  examples: ["burrow backup", "burrow backup ~/usb/home.json --encrypt passphrase"],

  async run(values, [to], setting) {
    const { backUp } = await import("../../operations/backup.ts");
    const { encrypt } = values;
    const lock =
      encrypt === undefined
        ? undefined
        : encrypt === "passphrase"
          ? { passphrase: await newPassphraseFor(setting) }
          : { recipient: encrypt };
    return backUp(await setting.context(), {
      ...defined({ to, below: values.in, lock }),
      ...defined({ includeWheels: values["include-wheels"], offline: values.offline }),
      version: setting.world.version,
    });
  },

  text: (result, look) => backupText(result, look),
  json: backupJson,
});
