import { finding } from "../model/finding.ts";
import { join } from "../model/path.ts";
import { counted, reason } from "../model/reason.ts";
import { shellWord } from "../model/shell-word.ts";
import { few, over, type Check } from "./check.ts";

/** `six 2.py`, `six-1.16.0 2.dist-info`: what iCloud makes of a conflict, beside the name without the number. */
const COPY = /^(.+) (?:\d{1,2}|\(\d{1,2}\))(\.[^. ]+)?$/u;

/** Whether a name is a numbered copy of another that is there. */
export function isCopy(name: string, isThere: (name: string) => boolean): boolean {
  const [, stem, ending = ""] = COPY.exec(name) ?? [];
  return stem !== undefined && isThere(stem + ending);
}

/** Whether a sync program left numbered copies beside what is installed. */
export const copies: Check = {
  name: "copies",
  judge: ({ environment: { prefix }, vitals: { entries } }) =>
    over(entries, (folders) =>
      folders.flatMap(({ folder, names }) => {
        const all = new Set(names);
        const found = names.filter((name) => isCopy(name, (one) => all.has(one)));
        if (found.length === 0) return [];
        return [
          finding("numbered-copies", {
            subject: prefix,
            because: reason("numbered-copies", {
              count: counted(found.length, "name"),
              path: folder,
              names: few(found),
            }),
            evidence: found.map((name) => ({ path: join(folder, name) })),
            action: `move the project out of the synced folder, then rm -r ${found.map((name) => shellWord(join(folder, name))).join(" ")}`,
          }),
        ];
      }),
    ),
};

/** Whether an interrupted pip left folders that begin with `~`. */
export const leftovers: Check = {
  name: "leftovers",
  judge: ({ environment: { prefix }, vitals: { entries } }) =>
    over(entries, (folders) =>
      folders.flatMap(({ folder, names }) => {
        const found = names.filter((name) => name.startsWith("~"));
        if (found.length === 0) return [];
        return [
          finding("leftovers", {
            subject: prefix,
            because: reason("leftovers", { names: few(found) }),
            evidence: found.map((name) => ({ path: join(folder, name) })),
            action: `rm -r ${found.map((name) => shellWord(join(folder, name))).join(" ")}`,
          }),
        ];
      }),
    ),
};
