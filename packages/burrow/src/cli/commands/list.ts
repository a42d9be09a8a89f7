import { listMachine } from "../../operations/list-machine.ts"; // in one file with this
import type { MachineView } from "../../operations/machine/machine.ts";
import type { AbsolutePath } from "../../model/path.ts";
import type { ProjectList } from "../../model/project-list.ts";
import { listJson, machineJson } from "../../protocol/documents.ts";
import { machineText } from "../../render/machine.ts";
import { surveyText } from "../../render/survey.ts";
import { command } from "../command.ts";
import { dayOf } from "../day.ts";
import { defined } from "./project-options.ts";

/** What a list shows: what a project can reach, or the machine with the prefixes that the shell has switched on. */
type Listed =
  | { readonly of: "project"; readonly list: ProjectList }
  | {
      readonly of: "machine";
      readonly view: MachineView;
      readonly active: readonly string[];
      readonly usual?: AbsolutePath;
    };

/** `burrow list`. */
export const list = command({
  name: "list",
  about: "List the environments that this project can reach, and the interpreters of this machine.",
  options: {
    all: { type: "boolean", short: "a", about: "Every environment on this machine." },
    kind: {
      type: "string",
      value: "kind",
      multiple: true,
      about: "Of all, those of a kind or manager: venv, poetry, conda …; may be repeated.",
    },
    broken: { type: "boolean", about: "Of all, those that are not healthy." },
    "unused-since": {
      type: "string",
      value: "date",
      about: "Of all, those that were last used before a day.",
    },
    size: {
      type: "boolean",
      about: "Of all, what each takes on disk; the first time in a day that takes longer.",
    },
    "search-path": {
      type: "string",
      value: "folder",
      multiple: true,
      about: "Look for all only below this folder; may be repeated.",
    },
  },
  args: [{ name: "FOLDER", about: "a project's folder", optional: true }],
  examples: [
    "burrow list",
    "burrow list --all --broken",
    "burrow list --all --unused-since 2025-01-01 --size",
  ],

  async run({ all, kind, broken, size, ...values }, [path], { context, world }): Promise<Listed> {
    const { "unused-since": since, "search-path": searchPaths } = values;
    const whole = all ?? [kind, broken, size, since, searchPaths].some((value) => value !== undefined);
    if (!whole) {
      const { listProject } = await import("../../operations/list-project.ts");
      return { of: "project", list: await listProject(await context(), defined({ path })) };
    }
    const unusedSince = since === undefined ? undefined : dayOf(since, "burrow list --all");
    const asked = defined({ kinds: kind, broken, size, unusedSince, searchPaths });
    const { view, chosen, usual } = await listMachine(await context(), asked);
    const switchedOn = [world.env["VIRTUAL_ENV"], world.env["CONDA_PREFIX"], chosen];
    const active = switchedOn.flatMap((one) => (one === undefined || one === "" ? [] : [one])).slice(0, 1);
    return { of: "machine", view, active, ...(usual && { usual }) };
  },

  text: (listed, look) =>
    listed.of === "project"
      ? surveyText(listed.list, look)
      : machineText(listed.view.survey, look, listed.view.together),
  json: (listed) =>
    listed.of === "project"
      ? listJson(listed.list)
      : machineJson(listed.view.survey, listed.active, listed.usual),
});
