import { BurrowError } from "../../model/error.ts";
import type { Plan } from "../../model/plan.ts";
import { diffJson, snapshotJson, snapshotsJson, upJson } from "../../protocol/documents.ts";
import { planText } from "../../render/plan.ts";
import { diffText, restoreText, snapshotLines, snapshotsText, snapshotText } from "../../render/snapshot.ts";
import { command } from "../command.ts";
import { CHANGING, RESTORING } from "../common-options.ts";
import { agreedTo } from "../consent.ts";
import { defined } from "./project-options.ts";
import { STATUS } from "./up.ts";

const ACTIONS = ["create", "list", "show", "diff", "restore", "prune"] as const;

/** `burrow snapshot`. */
export const snapshot = command({
  name: "snapshot",
  about: "Keep what an environment holds under a name; list, compare and restore it.",
  options: {
    ...CHANGING,
    env: { type: "string", value: "env", about: "The environment: a name of the project's, or a path." },
    keep: {
      type: "string",
      value: "number",
      about:
        "How many of each environment `prune` keeps: so many that a person asked for, and so many states.",
    },
    at: { type: "string", value: "path", about: "Where `restore` puts it, when not where it was." },
    adopt: { type: "boolean", about: "Rebuild what something else made as burrow's own; it is kept." },
    ...RESTORING,
  },
  args: [
    { name: "ACTION", about: ACTIONS.join(", ") },
    { name: "NAME", about: "a snapshot's name, or the path of its file", optional: true },
    {
      name: "OTHER",
      about: "what `diff` compares it with: a snapshot; else the environment now",
      optional: true,
    },
  ],
  examples: [
    "burrow snapshot create before-upgrade",
    "burrow snapshot diff before-upgrade",
    "burrow snapshot restore before-upgrade --dry-run",
    "burrow snapshot prune --keep 10",
  ],
  changes: true,

  async run(values, [action, name, other], setting) {
    const { env } = values;
    const context = await setting.context();
    const [{ createSnapshot, findSnapshot, listSnapshots, pruneSnapshots }, { compareStates }] =
      await Promise.all([
        import("../../operations/snapshots.ts"),
        import("../../operations/compare-states.ts"),
      ]);
    switch (ACTIONS.find((word) => word === action)) {
      case "create":
        return { action: "create", ...(await createSnapshot(context, defined({ name, env }))) } as const;
      case "list":
        return { action: "list", list: await listSnapshots(context, defined({ env })) } as const;
      case "show":
        return { action: "show", snapshot: findSnapshot(context, needed(name, "show")) } as const;
      case "diff":
        return {
          action: "diff",
          difference: await compareStates(context, needed(name, "diff"), other, defined({ env })),
        } as const;
      case "restore": {
        const { restoreSnapshot } = await import("../../operations/restore-snapshot.ts");
        const found = findSnapshot(context, needed(name, "restore"));
        const confirm = (plan: Plan) => agreedTo(plan, values.yes === true, setting);
        const { atPath } = await import("../../operations/recorded.ts");
        const options = {
          ...defined({
            adopt: values.adopt,
            partly: values.partly,
            engine: values.engine,
            offline: values.offline,
          }),
          ...defined({
            at: atPath(context, values.at),
            builds: values["allow-build"],
            dryRun: values["dry-run"],
          }),
          confirm,
        };
        return { action: "restore", result: await restoreSnapshot(context, found, options) } as const;
      }
      case "prune": {
        const keep = countOf(values.keep);
        const dryRun = values["dry-run"] === true;
        return { action: "prune", list: pruneSnapshots(context, { keep, dryRun }) } as const;
      }
      case undefined:
        throw new BurrowError("usage/bad-value", `\`burrow snapshot\` has no action \`${action ?? ""}\``, {
          because: `it is one of ${ACTIONS.join(", ")}`,
          hint: "burrow help snapshot",
        });
    }
  },

  text(result, look, values) {
    switch (result.action) {
      case "create":
        return snapshotLines(result, look);
      case "list":
        return snapshotsText(result.list, look, "kept");
      case "prune":
        return snapshotsText(result.list, look, values["dry-run"] === true ? "old" : "removed");
      case "show":
        return snapshotText(result.snapshot, look);
      case "diff":
        return diffText(result.difference, look);
      case "restore":
        return values["dry-run"] === true
          ? planText(result.result.plan, look)
          : restoreText(result.result, look);
    }
  },

  json(result) {
    switch (result.action) {
      case "create":
      case "show":
        return snapshotJson(result.snapshot);
      case "list":
      case "prune":
        return snapshotsJson(result.list);
      case "diff":
        return diffJson(result.difference);
      case "restore":
        return upJson(result.result);
    }
  },

  status: (result) =>
    result.action !== "restore"
      ? 0
      : result.result.plan.action === "refuse"
        ? 3
        : STATUS[result.result.status],
  failed: (result) =>
    result.action === "restore" && ["refused", "rolled-back", "cancelled"].includes(result.result.status),
});

function needed(name: string | undefined, action: string): string {
  if (name !== undefined) return name;
  throw new BurrowError("usage/missing", `\`burrow snapshot ${action}\` needs the name of a snapshot`, {
    hint: "burrow snapshot list",
  });
}

function countOf(text: string | undefined): number {
  if (text !== undefined && /^\d{1,6}$/u.test(text)) return Number(text);
  throw new BurrowError(
    text === undefined ? "usage/missing" : "usage/bad-value",
    text === undefined ? "`burrow snapshot prune` needs `--keep`" : `\`--keep ${text}\` is no number`,
    { hint: "burrow snapshot prune --keep 10" },
  );
}
