import type { Distribution } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import { type Cell, line, readable, sentences } from "./line.ts";
import { fromHome, type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { sayOf } from "./say.ts";
import { widthOf } from "./width.ts";

/** What made an environment; of a generation that is burrow, whatever its engine writes. */
export function madeBy(kind: Environment["kind"], generation: Environment["generation"]): string {
  return generation === undefined ? kind : "burrow";
}

/** One environment: what it is, then what it holds. */
export function environmentText(environment: Environment, look: Look): readonly string[] {
  const { prefix, version, implementation, base, kind, governor, generation, project, broken } = environment;
  const row = (word: string, text: string) =>
    text === ""
      ? []
      : [
          line(
            [
              { text: word, at: 2, tone: "dim" },
              { text, at: 13, least: 20 },
            ],
            look,
          ),
        ];
  const inherited = environment.distributions.filter((one) => one.inherited);
  const own = environment.distributions.filter((one) => !one.inherited);
  const kinds = [
    madeBy(kind, generation),
    ...(governor === undefined ? [] : [`governed by ${governor}`]),
    ...(generation === undefined ? [] : [`generation ${generation.number}`]),
    ...(environment.external ? ["external"] : []),
    ...(environment.writable ? [] : ["read-only"]),
  ];
  return [
    line([{ text: fromHome(prefix, look), tone: "strong", least: 12 }], look),
    ...(broken === undefined
      ? []
      : sentences([{ text: "  ✗ ", tone: "bad" }], `broken: ${sayOf(broken, look)}`, look, { indent: 4 })),
    ...row("python", `${version ?? "unknown"} (${implementation})`),
    ...row("base", base === undefined ? "" : fromHome(base.prefix, look)),
    ...row("kind", kinds.join(" · ")),
    ...row("project", project === undefined ? "" : fromHome(project, look)),
    ...row("frozen", environment.frozen ?? ""),
    ...row(
      "holds",
      `${counted(own.length, "distribution")}${inherited.length === 0 ? "" : ` and ${inherited.length} of its base`}`,
    ),
    ...distributionLines(look.verbose ? environment.distributions : own, look),
  ];
}

function distributionLines(distributions: readonly Distribution[], look: Look): readonly string[] {
  const longest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => widthOf(readable(text, look))));
  const version = 4 + Math.min(longest(distributions.map(({ displayName }) => displayName)), 30) + 2;
  const note = version + Math.min(longest(distributions.map((one) => one.version)), 16) + 2;
  return distributions.flatMap((one) => [
    line(
      [
        { text: one.displayName, at: 4, least: 10 },
        { text: one.version, at: version, least: 6 },
        { ...noteOf(one, look), at: note, least: 8 },
      ],
      look,
    ),
    ...one.problems.flatMap((problem) =>
      sentences([{ text: "      ✗ ", tone: "bad" }], sayOf(problem, look), look, { indent: 8 }),
    ),
  ]);
}

function noteOf({ editable, directUrl, inherited, requested }: Distribution, look: Look): Cell {
  const notes = [
    ...(editable === undefined ? [] : [`editable, ${shown(editable, look)}`]),
    ...(directUrl === undefined || editable !== undefined ? [] : [`from ${directUrl.url}`]),
    ...(inherited ? ["of its base"] : []),
    ...(look.verbose && requested ? ["asked for by name"] : []),
  ];
  return { text: notes.join(" · "), tone: "dim" };
}
