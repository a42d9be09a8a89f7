import { finding } from "../model/finding.ts";
import { type AbsolutePath, isInside, parent } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Check, Host } from "./check.ts";
import { fitsPin } from "./resolved.ts";

/** Whether variables are set that every Python and every environment obeys. */
export const variables: Check<Host> = {
  name: "variables",
  judge: ({ subject, host: { variables: set, gone } }) => ({
    findings: [
      ...["PYTHONHOME", "PYTHONPATH"].flatMap((name) => {
        const value = set[name];
        if (value === undefined || value === "") return [];
        return [
          finding("python-variables", {
            subject,
            because: reason("variable-set", { name, value }),
            action: `unset ${name}`,
          }),
        ];
      }),
      ...gone.map(({ name, path }) =>
        finding("certificates-missing", {
          subject,
          because: reason("variable-gone", { name, path }),
          evidence: [{ path }],
          action: `unset ${name}`,
        }),
      ),
    ],
  }),
};

/** Whether pip may change the system's Python (PEP 668). */
export const unguarded: Check<Host> = {
  name: "externally-managed",
  judge: ({ subject, host }) => ({
    findings: host.unguarded.map(({ file, text }) =>
      finding("unguarded", {
        subject,
        because: reason("unguarded", { text }),
        evidence: file === undefined ? [] : [{ path: file }],
        action: "remove that setting, and install into environments",
      }),
    ),
  }),
};

type WinnerCode = "broken-winner" | "shadowed" | "no-version-set";

/** A program that comes first on PATH and is not what a person means. */
interface Winner {
  readonly code: WinnerCode;
  readonly command: string;
  readonly path: AbsolutePath;
}

const WINNER_ACTIONS: Readonly<Record<WinnerCode, string>> = {
  "broken-winner": "remove the link, or let another folder come first on PATH",
  shadowed: "activate it again, so that its programs come first on PATH",
  "no-version-set": "burrow run, or set one: pyenv local VERSION",
};

/** Which program of a name wins on PATH, and whether that is what a person means. */
export const resolution: Check<Host> = {
  name: "resolution",
  judge: ({ subject, environment, host: { commands, active, shimVersion, pinned } }) => {
    const wrong = Object.entries(commands).flatMap(([command, [winner]]): readonly Winner[] => {
      if (winner === undefined) return [];
      const { path, kind } = winner;
      if (kind === "broken") return [{ code: "broken-winner", command, path }];
      if (active !== undefined && !isInside(path, active)) return [{ code: "shadowed", command, path }];
      const isOpen = kind === "shim" && active === undefined && shimVersion === undefined;
      return isOpen ? [{ code: "no-version-set", command, path }] : [];
    });
    const findings = alike(wrong).map((some) =>
      finding(some[0].code, {
        subject,
        because: winnerReason(some, active),
        evidence: some.map(({ path }) => ({ path })),
        action: WINNER_ACTIONS[some[0].code],
      }),
    );
    const version = environment?.version;
    if (pinned !== undefined && version !== undefined && !fitsPin(pinned.text, version))
      findings.push(
        finding("pin-drift", {
          subject,
          because: reason("pin-drift", { file: pinned.file, asked: pinned.text, version }),
          evidence: [{ path: pinned.file, note: pinned.text }],
          action: "burrow up",
        }),
      );
    return { findings };
  },
};

type Some = readonly [Winner, ...Winner[]];

/** One cause is one finding: programs of one folder that are wrong for one reason. A link to nothing is each its own. */
function alike(wrong: readonly Winner[]): readonly Some[] {
  const groups = new Map<string, Some>();
  for (const one of wrong) {
    const key = `${one.code} ${one.code === "broken-winner" ? one.path : parent(one.path)}`;
    const before = groups.get(key);
    groups.set(key, before === undefined ? [one] : [...before, one]);
  }
  return [...groups.values()];
}

function winnerReason(some: Some, active: AbsolutePath | undefined): Reason {
  const [{ code, command, path }, ...more] = some;
  if (more.length === 0 || code === "broken-winner")
    return code === "shadowed"
      ? reason("shadowed", { active: active ?? "", command, path })
      : reason(code, { command, path });
  const names = some.map((one) => `\`${one.command}\``);
  const commands = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const folder = parent(path);
  return code === "shadowed"
    ? reason("shadowed-all", { active: active ?? "", commands, folder })
    : reason("no-version-set-all", { commands, folder });
}
