import { absolute } from "../../model/path.ts";
import { entryOf } from "../../protocol/environment.ts";
import { whereJson } from "../../protocol/documents.ts";
import { whereText } from "../../render/where.ts";
import { command } from "../command.ts";

/** Bare `burrow`. */
export const where = command({
  name: "",
  about: "Show where you are: the project, its environment, and the next useful command.",
  options: {},
  args: [],
  examples: ["burrow", "burrow --json"],

  async run(_, __, { context, world }) {
    const { where: whereabouts } = await import("../../operations/where.ts");
    const found = await whereabouts(await context());
    const isUnread = (found.plan?.goal.problems.length ?? 0) > 0;
    return { ...found, ...(isUnread && { next: "burrow goal" }), active: world.env["VIRTUAL_ENV"] };
  },

  text: (found, look) => whereText(found, look),
  json: ({ root, name, asks, plan, environment, size, next, active }) =>
    whereJson({
      root: absolute(root),
      name,
      asks: { ...asks, manifests: asks.manifests.map(absolute) },
      ...(plan !== undefined && { plan }),
      ...(environment !== undefined && { environment: entryOf(environment, environment.prefix === active) }),
      ...(size !== undefined && { size }),
      next,
    }),
});
