import { normalizeName } from "./name.ts";

/** What an egg's `requires.txt` says, in the words of core metadata. */
export interface EggRequires {
  /** PEP 508 texts, with the sections' extras and markers put in. */
  readonly requires: readonly string[];
  /** Normalised. */
  readonly extras: readonly string[];
}

/** Reads a `requires.txt` of setuptools: sections are `[extra]`, `[:marker]` or `[extra:marker]`. The egg's `PKG-INFO` is core metadata. */
export function parseEggRequires(text: string): EggRequires {
  const requires: string[] = [];
  const extras = new Set<string>();
  let condition = "";
  for (const raw of text.replace(/^\ufeff/u, "").split(/\r\n|\n|\r/u)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[") && line.endsWith("]")) {
      const [extra = "", ...rest] = line.slice(1, -1).split(":");
      const name = normalizeName(extra.trim());
      if (name !== "") extras.add(name);
      condition = conditionOf(name, rest.join(":").trim());
    } else if (condition === "") requires.push(line);
    // A URL ends at the first space, so the marker of one needs a space before it.
    else requires.push(`${line}${line.includes("@") ? " " : ""}; ${condition}`);
  }
  return { requires, extras: [...extras] };
}

function conditionOf(extra: string, marker: string): string {
  if (extra === "") return marker;
  const asked = `extra == "${extra}"`;
  return marker === "" ? asked : `(${marker}) and ${asked}`;
}
