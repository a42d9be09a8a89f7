import type { AbsolutePath } from "../model/path.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { counted } from "./measures.ts";

/** What an export came to: the text itself when no file was named. */
export function exportText(
  {
    file,
    text,
    distributions = 0,
    environments,
  }: {
    readonly file?: AbsolutePath;
    readonly text?: string;
    readonly distributions?: number;
    readonly environments?: number;
  },
  look: Look,
): readonly string[] {
  if (file === undefined)
    return (text ?? "")
      .trimEnd()
      .split("\n")
      .map((one) => line([one], { ...look, cut: false, width: Infinity }));
  const what =
    environments === undefined
      ? counted(distributions, "distribution")
      : counted(environments, "environment");
  return [line([{ text: "✓ ", tone: "good" }, { text: fromHome(file, look), least: 20 }, `: ${what}`], look)];
}

/** How many environments were new here, and how much in them. */
export function importText(
  {
    imported,
    known,
    names,
    distributions,
    newDistributions,
  }: {
    readonly imported: number;
    readonly known: number;
    readonly names: readonly string[];
    readonly distributions: number;
    readonly newDistributions: number;
  },
  look: Look,
): readonly string[] {
  const held = imported === 0 ? "" : `, ${counted(distributions, "distribution")} (${newDistributions} new)`;
  const before = known === 0 ? "" : `, ${known} known already`;
  return [
    line([`Imported ${counted(imported, "environment")}${held}${before}`], look),
    ...names.map((name) => line([`  burrow snapshot restore ${name}`], { ...look, cut: false })),
  ];
}
