import type { Collection } from "../model/history.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { say } from "./say.ts";

/** What goes, what stays although it is old, and what that frees. */
export function gcText({ status, removed, kept, bytes: freed }: Collection, look: Look): readonly string[] {
  const rows = [
    ...removed.map(({ folder, because }) =>
      line(
        ["- ", { text: fromHome(folder, look), least: 20 }, { text: `  ${say(because, look)}`, tone: "dim" }],
        look,
      ),
    ),
    ...kept.map(({ folder, because }) =>
      line(
        [
          "  ",
          { text: fromHome(folder, look), least: 20 },
          { text: `stays: ${say(because, look)}`, tone: "dim" },
        ],
        look,
      ),
    ),
  ];
  const what = counted(removed.length, "generation");
  const end = {
    done: `${what} removed, ${bytes(freed)} freed`,
    nothing: "nothing to remove",
    planned: `${what}, ${bytes(freed)} would be free · nothing was changed`,
    cancelled: "cancelled; nothing was changed",
  }[status];
  return [...rows, line([end], look)];
}
