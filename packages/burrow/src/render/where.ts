import type { Whereabouts } from "../model/answers.ts";
import type { Environment } from "../model/environment.ts";
import { type AbsolutePath, absolute } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { sentence } from "../model/reason.ts";
import { line, sentences } from "./line.ts";
import { fromHome, type Look, shown } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { problemLines } from "./problems.ts";

/** The project, what it asks for, what it has, and the next useful command. */
export function whereText(
  { root, name, asks, plan, environment, state, size, next }: Whereabouts,
  reader: Look,
): readonly string[] {
  const look: Look = { ...reader, here: absolute(root) };
  const row = (word: string, parts: readonly string[]) =>
    sentences([`  ${word.padEnd(11)}`], parts.filter((part) => part !== "").join(" · "), look, {
      indent: 13,
    });
  const manifests = asks.manifests.map((path) => shown(absolute(path), look));
  const from = manifests.length === 0 ? "" : ` (${manifests.join(", ")})`;
  const groups =
    plan === undefined || plan.goal.groups.length === 0 ? "" : `group ${plan.goal.groups.join(", ")}`;
  const problems = plan?.goal.problems ?? [];
  return [
    line(
      [
        { text: `${name}  `, tone: "strong" },
        { text: fromHome(look.here, look), least: 12 },
      ],
      look,
    ),
    ...row("asks for", [
      asks.python === "" ? "" : `Python ${asks.python}`,
      manifests.length === 0 && asks.requirements === 0
        ? "nothing: no file of a project is here"
        : `${counted(asks.requirements, "requirement")}${from}`,
      groups,
    ]),
    ...row("has", [
      ...(environment === undefined
        ? ["no environment yet"]
        : [
            shown(prefixOf(environment, plan), look),
            environment.version === undefined ? "" : `Python ${environment.version}`,
          ]),
      plan?.action === "reuse" ? "satisfied" : state === undefined ? "" : sentence(state),
      environment === undefined
        ? ""
        : counted(environment.distributions.filter(({ inherited }) => !inherited).length, "distribution") +
          sized(size),
    ]),
    ...problemLines(problems.slice(0, 1), look).map((one) => `  ${one}`),
    ...(problems.length > 1 ? [line([`    and ${counted(problems.length - 1, "more problem")}`], look)] : []),
    ...row("next", [next]),
  ];
}

function prefixOf(environment: Environment, plan: Plan | undefined): AbsolutePath {
  return plan?.environment?.prefix ?? environment.prefix;
}

function sized(size: Whereabouts["size"]): string {
  if (size === undefined) return "";
  return `, ${bytes(size.total)}${size.own < size.total ? ` (${bytes(size.own)} its own)` : ""}`;
}
