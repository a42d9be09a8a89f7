import type { LockCheck, LockResult } from "../../operations/lock.ts";
import { lockJson } from "../../protocol/documents.ts";
import { lockText } from "../../render/lock.ts";
import { command } from "../command.ts";
import { CHANGING } from "../common-options.ts";
import { agreementToEngines } from "../consent.ts";
import { defined, enginePlace, PROJECT } from "./project-options.ts";

/** `burrow lock`. */
export const lock = command({
  name: "lock",
  about: "Write conda-lock.yml for one or more platforms, or check a project's lock. Installs nothing.",
  options: {
    ...CHANGING,
    check: { type: "boolean", about: "Only say whether the lock fits what is asked for; status 1 when not." },
    platform: {
      type: "string",
      value: "platform",
      multiple: true,
      about: "A platform to lock for, such as linux-64; may be repeated. This machine's when none is said.",
    },
    engine: PROJECT.engine,
    offline: PROJECT.offline,
    "auto-bootstrap": PROJECT["auto-bootstrap"],
    "bootstrap-to": PROJECT["bootstrap-to"],
  },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: ["burrow lock", "burrow lock --platform linux-64 --platform osx-arm64", "burrow lock --check"],
  changes: true,

  async run(values, [path], setting): Promise<LockResult | LockCheck> {
    const { checkLock, lockProject } = await import("../../operations/lock.ts");
    const context = await setting.context();
    if (values.check === true) return checkLock(context, defined({ path }));
    const agreeToEngine = agreementToEngines(values.yes === true, setting);
    return lockProject(
      context,
      defined({
        path,
        platforms: values.platform,
        dryRun: values["dry-run"],
        engine: values.engine,
        offline: values.offline,
        autoBootstrap: values["auto-bootstrap"],
        bootstrapTo: enginePlace(values["bootstrap-to"]),
        agreeToEngine,
      }),
    );
  },

  text: (result, look, values) => lockText(result, look, values["dry-run"] === true),
  json: lockJson,
  status: (result) => ("fresh" in result && !result.fresh ? 1 : 0),
});
