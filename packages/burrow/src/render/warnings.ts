import type { Reason, ReasonCode } from "../model/reason.ts";
import { sentences } from "./line.ts";
import type { Look } from "./look.ts";
import { say } from "./say.ts";

/** What warnings of one code have in common, for those that say no more than a distribution's name and version. */
const SHARED: Partial<Record<ReasonCode, string>> = {
  "carried-over": "kept, added by hand",
  dropped: "dropped, added by hand",
  "pre-release": "pre-releases",
};

/** Distributions that are named, and other warnings of one code that are told, before the rest is counted. */
const FEW = 5;

/** What the reader should know although it stops nothing: what is alike in one line, in the order in which each was first said. */
export function warningLines(warnings: readonly Reason[], look: Look): readonly string[] {
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return codes
    .map((code) => warnings.filter((warning) => warning.code === code))
    .flatMap((alike) => textsOf(alike, look))
    .flatMap((text) => sentences([{ text: "! ", tone: "warn" }], text, look));
}

function textsOf(alike: readonly Reason[], look: Look): readonly string[] {
  const shared = alike.length > 1 && alike[0] !== undefined ? SHARED[alike[0].code] : undefined;
  const rest = look.verbose ? 0 : alike.length - FEW;
  const told = rest > 0 ? alike.slice(0, FEW) : alike;
  if (shared === undefined)
    return [
      ...told.map((warning) => say(warning, look)),
      ...(rest > 0 ? [`and ${rest} more like these`] : []),
    ];
  const names = told.map(({ params }) => `${params["name"]} ${params["version"]}`).join(", ");
  return [`${shared}: ${names}${rest > 0 ? ` and ${rest} more` : ""}`];
}
