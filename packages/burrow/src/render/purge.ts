import type { Purge } from "../model/history.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { say } from "./say.ts";

/** What goes with its size, what stays and why, and what that frees. */
export function purgeText({ status, removed, kept, bytes: freed }: Purge, look: Look): readonly string[] {
  const rows = [
    ...removed.map(({ prefix, generations, size }) => {
      const what = `  ${counted(generations.length, "generation")}, ${bytes(size)}`;
      return line(["- ", { text: fromHome(prefix, look), least: 20 }, { text: what, tone: "dim" }], look);
    }),
    ...kept.map(({ prefix, because }) =>
      line(
        [
          "  ",
          { text: fromHome(prefix, look), least: 20 },
          { text: `  stays: ${say(because, look)}`, tone: "dim" },
        ],
        look,
      ),
    ),
  ];
  const what = counted(removed.length, "environment");
  const end = {
    done: `${what} removed, ${bytes(freed)} freed · burrow rollback brings back what one held`,
    nothing: "nothing to remove",
    planned: `${what}, ${bytes(freed)} would be free · nothing was changed`,
    cancelled: "cancelled; nothing was changed",
  }[status];
  return [...rows, line([end], look)];
}
