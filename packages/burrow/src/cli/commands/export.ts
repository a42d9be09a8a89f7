import { BurrowError } from "../../model/error.ts";
import { exportJson } from "../../protocol/documents.ts";
import { exportText } from "../../render/exported.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

const FORMATS = ["burrow", "requirements", "pylock", "explicit"] as const;

/** `burrow export`. */
export const exportCommand = command({
  name: "export",
  about:
    "Write what an environment holds, by default the project's, to a file or to stdout; with --all every environment of this machine.",
  options: {
    env: { type: "string", value: "env", about: "The environment: a name of the project's, or a path." },
    format: {
      type: "string",
      value: "form",
      about:
        "`burrow` (exact, for `burrow import`), `requirements`, `pylock` (PEP 751, written by uv) or `explicit` (conda's list of archives).",
    },
    offline: { type: "boolean", about: "Use no network: `pylock` then asks uv's cache alone." },
    all: { type: "boolean", short: "a", about: "Every environment, as a backup." },
  },
  args: [{ name: "FILE", about: "where it goes; never written over", optional: true }],
  examples: [
    "burrow export env.json",
    "burrow export --format requirements",
    "burrow export --format pylock pylock.toml",
    "burrow export --all all.json",
  ],

  async run(values, [to], setting) {
    const format = FORMATS.find((word) => word === (values.format ?? "burrow"));
    if (format === undefined)
      throw new BurrowError("usage/bad-value", `\`--format ${values.format}\` is none of the known forms`, {
        hint: `one of ${FORMATS.join(", ")}`,
      });
    const context = await setting.context();
    if (values.all === true) {
      const { backUp } = await import("../../operations/backup.ts");
      const { environments, file } = await backUp(context, {
        ...defined({ to }),
        version: setting.world.version,
      });
      return { format: "backup" as const, environments: environments.length, file };
    }
    const { exportEnvironment } = await import("../../operations/export.ts");
    return exportEnvironment(context, {
      format,
      ...defined({ env: values.env, to, offline: values.offline }),
    });
  },

  text: (result, look) => exportText(result, look),
  json: exportJson,
});
