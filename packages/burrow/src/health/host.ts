import { finding } from "../model/finding.ts";
import { isInside } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Check, Host } from "./check.ts";
import { byCause, causeOf, type WrongProgram } from "../model/wrong-programs.ts";
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
      ...(/^(?:1|y|yes|true|on)$/iu.test(set["CONDA_NO_LOCK"] ?? "")
        ? [
            finding("conda-locks-off", {
              subject,
              because: reason("conda-locks-off", { name: "CONDA_NO_LOCK" }),
              action: "unset CONDA_NO_LOCK",
            }),
          ]
        : []),
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

interface Winner extends WrongProgram {
  readonly code: WinnerCode;
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
      const wrongly = (code: WinnerCode, problem: Reason) => [{ code, command, path, problem }];
      if (kind === "broken") return wrongly("broken-winner", reason("broken-winner", { command, path }));
      if (active !== undefined && !isInside(path, active))
        return wrongly("shadowed", reason("shadowed", { active, command, path }));
      const isOpen = kind === "shim" && active === undefined && shimVersion === undefined;
      return isOpen ? wrongly("no-version-set", reason("no-version-set", { command, path })) : [];
    });
    const findings = byCause(wrong).map((some) =>
      finding(some[0].code, {
        subject,
        because: causeOf(some),
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
