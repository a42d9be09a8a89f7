import type { Command } from "./command.ts";

/** A command before it is loaded: enough for help. */
export interface Entry {
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order in which help shows them. */
export const TABLE: Readonly<Record<string, Entry>> = {
  up: {
    about: "Make the project's environment ready.",
    load: async () => (await import("./commands/up.ts")).up,
  },
  plan: {
    about: "Say what `up` would do, and why.",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  run: {
    about: "Run a program in the project's environment.",
    load: async () => (await import("./commands/run.ts")).run,
  },
  shell: {
    about: "Start a shell in the project's environment.",
    load: async () => (await import("./commands/shell.ts")).shell,
  },
  why: {
    about: "Say why a distribution is there, and what holds its version.",
    load: async () => (await import("./commands/why.ts")).why,
  },
  goal: {
    about: "Show what was understood of the project's files.",
    load: async () => (await import("./commands/goal.ts")).goal,
  },
  list: {
    about: "List environments and interpreters.",
    load: async () => (await import("./commands/list.ts")).list,
  },
  show: {
    about: "Show one environment with all that it holds.",
    load: async () => (await import("./commands/show.ts")).show,
  },
  use: {
    about: "Use an environment from now on.",
    load: async () => (await import("./commands/use.ts")).use,
  },
  forget: {
    about: "Forget an environment; its files stay.",
    load: async () => (await import("./commands/forget.ts")).forget,
  },
  python: {
    about: "List the Pythons of this machine; choose the default one.",
    load: async () => (await import("./commands/python.ts")).python,
  },
  history: {
    about: "Say what changed in an environment, and when.",
    load: async () => (await import("./commands/history.ts")).history,
  },
  diff: {
    about: "Compare two states of environments.",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  snapshot: {
    about: "Keep what an environment holds; list, compare and restore it.",
    load: async () => (await import("./commands/snapshot.ts")).snapshot,
  },
  export: {
    about: "Write what an environment holds to a file.",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  import: {
    about: "Take over the records of exported environments.",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  gc: {
    about: "Remove old generations that nothing uses.",
    load: async () => (await import("./commands/gc.ts")).gc,
  },
  purge: {
    about: "Remove environments that burrow made.",
    load: async () => (await import("./commands/purge.ts")).purge,
  },
  backup: {
    about: "Write all environments into one file, for another machine or a new one.",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  restore: {
    about: "Bring the environments of a backup back.",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  track: {
    about: "Watch what others change in an environment.",
    load: async () => (await import("./commands/track.ts")).track,
  },
  doctor: {
    about: "Examine environments, the place and the machine.",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  repair: {
    about: "Heal what doctor finds, as recorded.",
    load: async () => (await import("./commands/repair.ts")).repair,
  },
  watch: {
    about: "Examine again and again, and tell what changes.",
    load: async () => (await import("./commands/watch.ts")).watch,
  },
  rollback: {
    about: "Go back to an earlier state.",
    load: async () => (await import("./commands/rollback.ts")).rollback,
  },
  lock: {
    about: "Write conda-lock.yml, or check a project's lock.",
    load: async () => (await import("./commands/lock.ts")).lock,
  },
  recover: {
    about: "Finish what was interrupted.",
    load: async () => (await import("./commands/recover.ts")).recover,
  },
  completions: {
    about: "Print completions for a shell.",
    load: async () => (await import("./commands/completions.ts")).completions,
  },
  help: {
    about: "Explain burrow, or one command.",
    load: async () => (await import("./commands/help.ts")).help,
  },
};

/** The command of no name: bare `burrow`. */
export const BARE: Entry = {
  about: "Show where you are.",
  load: async () => (await import("./commands/where.ts")).where,
};

/** What other tools call these commands, and what burrow itself once did. */
export const FORMER: Readonly<Record<string, string>> = {
  init: "up",
  install: "up",
  sync: "up",
  update: "up",
  upgrade: "up",
  setup: "up",
  analyze: "plan",
  analyse: "plan",
  exec: "run",
  activate: "shell",
  select: "use",
  switch: "use",
  unregister: "forget",
  pythons: "python list",
  interpreters: "python list",
  runtimes: "python list",
  versions: "python list",
  discover: "list --all",
  environments: "list --all",
  global: "python default",
  ls: "list",
  status: "list",
  info: "show",
  heal: "repair",
  fix: "repair",
  check: "doctor",
  health: "doctor",
};

/** The command that a name means; undefined when there is none. */
export function entryOf(name: string): Entry | undefined {
  return Object.hasOwn(TABLE, name) ? TABLE[name] : undefined;
}
