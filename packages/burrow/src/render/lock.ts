import type { AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/reason.ts";
import { line, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { counted } from "./measures.ts";
import { say } from "./say.ts";

/** What `lock` came to (the answers of `operations/lock`). */
export type LockView =
  | {
      readonly file: AbsolutePath;
      readonly changed: boolean;
      readonly platforms: readonly { readonly platform: string; readonly packages: number }[];
    }
  | { readonly fresh: boolean; readonly file?: AbsolutePath; readonly because?: Reason };

/** What was locked for which platform, or whether the lock can be relied on. */
export function lockText(view: LockView, look: Look, dry: boolean): readonly string[] {
  if ("fresh" in view) {
    const { fresh, file, because } = view;
    if (file === undefined)
      return [line([{ text: "✗ ", tone: "bad" }, "there is no lock"], look), next(look)];
    if (fresh)
      return [
        line(
          [{ text: "✓ ", tone: "good" }, { text: shown(file, look), least: 12 }, " fits what is asked for"],
          look,
        ),
      ];
    const why = because === undefined ? "it does not fit" : say(because, look);
    return [...sentences([{ text: "✗ ", tone: "bad" }], why, look, { indent: 2 }), next(look)];
  }
  const { file, changed, platforms } = view;
  const done = dry ? (changed ? "would write" : "would not change") : changed ? "wrote" : "unchanged";
  return [
    line([{ text: "✓ ", tone: "good" }, `${done} `, { text: shown(file, look), least: 12 }], look),
    ...platforms.map(({ platform, packages }) =>
      line(
        [
          { text: platform, at: 2 },
          { text: counted(packages, "package"), at: 18 },
        ],
        look,
      ),
    ),
  ];
}

function next(look: Look): string {
  return line([{ text: "next ", at: 2 }, "burrow lock"], look);
}
