import type { AbsolutePath } from "../model/path.ts";
import { line, sentences } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { counted } from "./measures.ts";

/** What watching came to when it ended. */
export function watchedText(
  {
    examinations,
    repairs,
    report,
  }: { readonly examinations: number; readonly repairs: number; readonly report?: AbsolutePath },
  look: Look,
): readonly string[] {
  const parts = [
    counted(examinations, "examination"),
    ...(repairs === 0 ? [] : [counted(repairs, "repair")]),
    ...(report === undefined ? [] : [fromHome(report, look)]),
  ];
  return [line([parts.join(" · ")], look)];
}

const DONE = {
  installed: "written",
  unchanged: "already there",
  removed: "removed",
  absent: "there is none",
} as const;

/** What was done about the service, and the command that goes with it. */
export function watchServiceText(
  {
    status,
    file,
    next,
  }: { readonly status: keyof typeof DONE; readonly file: AbsolutePath; readonly next: string },
  look: Look,
): readonly string[] {
  return [
    line([`${DONE[status]}  `, fromHome(file, look)], look),
    ...sentences([{ text: "  next  ", tone: "dim" }], next, look, { indent: 8 }),
  ];
}
