/** Every code burrow can fail with, its exit status and one sentence. `docs/errors.md` is generated from this table. */
export const ERRORS = {
  "usage/unknown-command": { exit: 2, about: "The command does not exist." },
  "usage/unknown-option": { exit: 2, about: "The command has no such option." },
  "usage/bad-value": { exit: 2, about: "An option's value or an argument is not of its form." },
  "use/choices": {
    exit: 2,
    about: "What was kept of the active environment and the default Python cannot be read.",
  },
  "usage/missing": { exit: 2, about: "An argument that the command needs is missing." },
  "goal/not-found": { exit: 2, about: "There is no project or file at the given path." },
  "goal/problems": { exit: 3, about: "The project's files hold something that cannot be understood." },
  "settings/invalid": { exit: 2, about: "A settings file holds an unknown key or a wrong value." },
  "plan/refused": {
    exit: 3,
    about: "No environment can serve the goal under the policy; nothing was changed.",
  },
  "plan/stale": {
    exit: 4,
    about: "What the plan relied on has changed since; nothing was changed. Plan again.",
  },
  "plan/unresolved": {
    exit: 3,
    about: "The plan needs an engine's answer and none could be had; nothing was changed.",
  },
  "plan/file": { exit: 2, about: "The file is not a plan that this version can read." },
  "run/not-satisfied": { exit: 3, about: "The environment does not hold what the project asks for." },
  "run/not-found": { exit: 127, about: "The program is neither in the environment nor on PATH." },
  "run/not-executable": { exit: 126, about: "The program cannot be executed." },
  "export/impossible": {
    exit: 2,
    about: "The environment cannot be written in the form that was asked for.",
  },
  "env/not-found": { exit: 2, about: "There is no environment by that name or path." },
  "package/not-found": { exit: 1, about: "The environment has no distribution of that name." },
  "apply/rolled-back": { exit: 4, about: "A step failed; everything is as it was before." },
  "apply/needs-recovery": { exit: 5, about: "A step failed and its undo failed too. Run `burrow recover`." },
  "apply/locked": { exit: 4, about: "Another process is changing the same environment." },
  "apply/journal": { exit: 5, about: "A journal cannot be read and was set aside; a person has to look." },
  "rollback/no-generation": { exit: 2, about: "There is no such generation." },
  "rollback/changed": {
    exit: 4,
    about: "The generation is no longer what burrow made; nothing was changed.",
  },
  "snapshot/not-found": { exit: 2, about: "There is no snapshot by that name." },
  "snapshot/refused": {
    exit: 3,
    about: "A snapshot cannot be read, or cannot be restored here; nothing was changed.",
  },
  "lock/unsupported": { exit: 3, about: "No lock can be written of what is asked for; nothing was changed." },
  "lock/unsolved": {
    exit: 3,
    about: "What is asked for has no solution on a platform; nothing was changed.",
  },
  "backup/refused": {
    exit: 3,
    about: "A backup or an import cannot be believed or does not fit here; nothing was changed.",
  },
  "backup/key": { exit: 2, about: "A backup was made for another key or passphrase, or none was given." },
  "engine/unavailable": { exit: 4, about: "No engine could be found or fetched." },
  "engine/failed": { exit: 4, about: "The engine failed or answered what cannot be understood." },
  "download/refused": {
    exit: 2,
    about: "An address is of a kind that burrow does not fetch from; nothing was fetched.",
  },
  "download/failed": { exit: 4, about: "A file could not be fetched; no part of it was kept." },
  "download/checksum": {
    exit: 4,
    about: "A fetched file is not the one that was expected; it was not kept.",
  },
  "archive/refused": {
    exit: 4,
    about: "An archive holds something that could leave or overfill its folder; it was not unpacked.",
  },
  "archive/damaged": { exit: 4, about: "An archive is cut off or is no archive; it was not unpacked." },
  "python/list": { exit: 2, about: "A list of Python archives cannot be read." },
  "use/unhealthy": { exit: 1, about: "Only an environment that is well can be used; nothing was changed." },
  "python/not-found": { exit: 1, about: "There is no such Python here; nothing was changed." },
  "watch/running": { exit: 1, about: "Another burrow of this user does it already." },
  "registry/newer": {
    exit: 2,
    about: "A newer burrow wrote `registry.json`; it was not touched.",
  },
  "registry/unreadable": {
    exit: 2,
    about: "`registry.json` is there and this user cannot read it; it was not touched.",
  },
  "registry/locked": { exit: 4, about: "Another process is writing `registry.json`." },
  "machine/refused": {
    exit: 4,
    about: "The system does not let burrow write or read a place; its path is named.",
  },
  cancelled: { exit: 130, about: "The operation was cancelled; everything is as it was before." },
  bug: { exit: 70, about: "burrow itself failed. Please report it." },
} as const satisfies Record<string, { readonly exit: number; readonly about: string }>;

/** A code of the table. */
export type ErrorCode = keyof typeof ERRORS;

/** What an error says beside its first line. */
export interface ErrorOptions {
  /** Why, in a sentence without a full stop. */
  readonly because?: string;
  /** What to do next, with a command to paste. */
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An operation could not complete. What burrow merely *judges* bad is a `Finding` or a `Verdict`, never an error. */
export class BurrowError extends Error {
  override readonly name = "BurrowError";
  readonly code: ErrorCode;
  readonly because: string | undefined;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  /** `message` says what failed, with its subject in backticks. */
  constructor(code: ErrorCode, message: string, { because, hint, details = {}, cause }: ErrorOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.because = because;
    this.hint = hint;
    this.details = details;
  }

  /** The exit status of the command that fails with this. */
  get exitStatus(): number {
    return ERRORS[this.code].exit;
  }
}
