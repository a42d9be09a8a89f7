import { finding, type Finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { isInside } from "../model/path.ts";
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

/** Which program of a name wins on PATH, and whether that is what a person means. */
export const resolution: Check<Host> = {
  name: "resolution",
  judge: ({ subject, environment, host: { commands, active, shimVersion, pinned } }) => {
    const findings: Finding[] = [];
    for (const [command, slots] of Object.entries(commands)) {
      const [winner] = slots;
      if (winner === undefined) continue;
      const { path, kind } = winner;
      if (kind === "broken")
        findings.push(
          finding("broken-winner", {
            subject,
            because: reason("broken-winner", { command, path }),
            evidence: [{ path }],
            action: "remove the link, or let another folder come first on PATH",
          }),
        );
      else if (active !== undefined && !isInside(path, active))
        findings.push(
          finding("shadowed", {
            subject,
            because: reason("shadowed", { active, command, path }),
            evidence: [{ path }],
            action: "activate it again, so that its programs come first on PATH",
          }),
        );
      else if (kind === "shim" && active === undefined && shimVersion === undefined)
        findings.push(
          finding("no-version-set", {
            subject,
            because: reason("no-version-set", { command, path }),
            evidence: [{ path }],
            action: "burrow run, or set one: pyenv local VERSION",
          }),
        );
    }
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
