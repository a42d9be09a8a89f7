import type { Conflict } from "../model/plan.ts";

/** A requirement's text apart: its name as written, what it asks of the version, and nothing of its marker. */
export function nameAndNeed(text: string): { readonly name: string; readonly need: string } {
  const [asked = ""] = text.split(";", 1);
  const found = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*?)\s*$/u.exec(asked);
  return { name: found?.[1] ?? asked.trim(), need: found?.[2] ?? "" };
}

/** A conflict in its fixed form: `pytest 6.2.0 (need >=8.4.0)`. */
export function conflictText({ requirement, name, installed }: Conflict): string {
  const { need } = nameAndNeed(requirement);
  return `${name} ${installed} (need ${need === "" ? requirement : need})`;
}
