import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { AbsolutePath } from "../model/path.ts";
import { line, readable, sentences, withNote } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { sayOf } from "./say.ts";
import { widthOf } from "./width.ts";

/** The interpreters of the machine (the answer of `operations/python`). */
export interface PythonsView {
  readonly interpreters: readonly (Interpreter & { readonly id: string })[];
  readonly default?: string;
  readonly asked?: string;
  readonly missed: boolean;
}

/** A line for each interpreter, the default one marked; then how it came to be that. */
export function pythonsText(view: PythonsView, look: Look): readonly string[] {
  const { interpreters, default: chosen } = view;
  if (interpreters.length === 0) return [line(["no Python was found on this machine"], look)];
  const version = 12;
  const source = version + widest(interpreters.map((one) => one.version)) + 2;
  const path = source + widest(interpreters.map((one) => one.source)) + 2;
  const rows = interpreters.flatMap((one) => {
    const wrong = one.unfit === undefined ? "" : `✗ ${sayOf(one.unfit, look)}`;
    return withNote(
      [
        { text: one.id === chosen ? "→" : "", at: 0, tone: "good" },
        { text: one.id, at: 2, tone: "dim" },
        { text: one.version, at: version },
        { text: one.source, at: source, tone: "dim" },
        { text: readable(fromHome(one.executable, look), look), at: path, least: 16 },
      ],
      { text: wrong, tone: "bad" },
      look,
      version,
    );
  });
  return [...rows, "", ...defaultText(view, look)];
}

/** Which Python serves where nothing else is asked for, and why. */
export function defaultText(
  { interpreters, default: chosen, asked, missed }: PythonsView,
  look: Look,
): readonly string[] {
  const best = interpreters.find(({ id }) => id === chosen);
  if (best === undefined) return [line(["no Python here can be the default"], look)];
  const newest = missed ? `the newest here; your default ${asked} is not` : "the newest here";
  const because = asked === undefined || missed ? newest : "as you chose";
  const what = `Python ${best.version} · ${fromHome(best.executable, look)} · ${because}`;
  return sentences(["default  "], what, look, { indent: 9 });
}

/** What is used from now on (the answer of `operations/use`). */
export interface UsageView {
  readonly scope: "project" | "everywhere";
  readonly root?: AbsolutePath;
  readonly environment?: Environment;
  readonly default?: string;
  readonly saved?: AbsolutePath;
}

/** What is used, and where that holds. */
export function usageText(
  { scope, root, environment, saved, default: asked }: UsageView,
  look: Look,
  dry: boolean,
): readonly string[] {
  const where =
    scope === "project" && root !== undefined
      ? `in ${fromHome(root, look)}`
      : "where a project has none of its own";
  if (saved !== undefined) {
    const chosen = [environment && fromHome(environment.prefix, look), asked && `Python ${asked}`];
    const what = chosen.filter((text) => text !== undefined).join(" · ") || "nothing is chosen";
    return sentences([{ text: "✓ ", tone: "good" }], `${what} · kept in ${fromHome(saved, look)}`, look);
  }
  if (environment === undefined)
    return sentences([], `nothing ${dry ? "would be" : "is"} chosen any more ${where}`, look);
  const { prefix, version } = environment;
  const what = `${fromHome(prefix, look)} · Python ${version ?? "unknown"}`;
  return sentences(
    [{ text: "✓ ", tone: "good" }],
    `${what} · ${dry ? "would be used" : "used"} ${where}`,
    look,
  );
}

/** What was forgotten (the answer of `operations/forget`). */
export interface ForgottenView {
  readonly environment: { readonly prefix: AbsolutePath; readonly managed: boolean };
  readonly wasActive: boolean;
  readonly there: boolean;
}

/** What was forgotten, and that no file was touched. */
export function forgottenText(
  { environment, wasActive, there }: ForgottenView,
  look: Look,
  dry: boolean,
): readonly string[] {
  const files = there ? "its files stay" : "its files were gone already";
  const active = wasActive ? " · it was the active one, now none is" : "";
  return sentences(
    [{ text: "✓ ", tone: "good" }],
    `${dry ? "would forget" : "forgot"} ${fromHome(environment.prefix, look)} · ${files}${active}`,
    look,
  );
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => widthOf(text)));
}
