import { BurrowError } from "../../model/error.ts";
import type { Recovery } from "../../model/history.ts";
import type { MemoryRecovered } from "../../operations/strategies.ts";
import { memoryRecoveryJson, recoverJson } from "../../protocol/documents.ts";
import { memoryRecoveryText } from "../../render/memory-recovery.ts";
import { recoveryText } from "../../render/time.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

type Answer =
  | { readonly of: "project"; readonly project: Recovery }
  | { readonly of: "memory"; readonly memory: MemoryRecovered };

/** `burrow recover`. */
export const recover = command({
  name: "recover",
  about: "Finish what was interrupted: everything is as before the change, or as after it.",
  options: {
    machine: {
      type: "boolean",
      about:
        "Bring what burrow remembers back to what is there: look again, choose what is active, drop what is broken.",
    },
    "dry-run": { type: "boolean", short: "n", about: "Of --machine: change nothing." },
    "accept-edits": { type: "boolean", about: "Take files that somebody edited meanwhile as they are." },
  },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: ["burrow recover", "burrow recover --json", "burrow recover --machine"],
  changes: true,

  async run(values, [path], { context }): Promise<Answer> {
    if (values.machine === true) {
      const { recoverMemory } = await import("../../operations/strategies.ts");
      return { of: "memory", memory: await recoverMemory(await context(), values["dry-run"] === true) };
    }
    if (values["dry-run"] === true)
      throw new BurrowError("usage/bad-value", "`--dry-run` goes with `--machine` alone", {
        because: "half a change cannot be left as it is: it is finished or taken back",
        hint: "burrow recover --machine --dry-run",
      });
    const { recoverProject } = await import("../../operations/recover.ts");
    const asked = defined({ path, acceptEdits: values["accept-edits"] });
    return { of: "project", project: await recoverProject(await context(), asked) };
  },

  text: (answer, look, values) =>
    answer.of === "project"
      ? recoveryText(answer.project, look)
      : memoryRecoveryText(answer.memory.strategies, look, values["dry-run"] === true),
  json: (answer) =>
    answer.of === "project" ? recoverJson(answer.project) : memoryRecoveryJson(answer.memory),
});
