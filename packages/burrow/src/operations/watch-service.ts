import { BurrowError } from "../model/error.ts";
import { absolute, type AbsolutePath, isAbsolute, join, parent } from "../model/path.ts";
import { launchdPlist } from "../standards/launchd-plist.ts";
import { systemdUnit } from "../standards/systemd-unit.ts";
import type { Context } from "./context.ts";

/** What was done about the service that watches, and what a person does next. */
export interface WatchService {
  readonly status: "installed" | "unchanged" | "removed" | "absent";
  readonly file: AbsolutePath;
  /** The command that starts it now, or ends it. */
  readonly next: string;
}

const LABEL = "burrow.watch";

/** Writes the file with which the session's manager starts `burrow watch`, or removes it. Starts and ends nothing itself. Throws `usage/bad-value` where there is no such manager. */
export function watchService(
  context: Context,
  {
    remove,
    dryRun,
    program,
  }: { readonly remove: boolean; readonly dryRun: boolean; readonly program: readonly string[] },
): WatchService {
  const { bench, cwd } = context;
  const { file, start, end, textOf } = managerOf(context);
  if (remove) {
    if (bench.status(file) === undefined) return { status: "absent", file, next: "burrow watch --install" };
    if (!dryRun) bench.removeFile(file);
    return { status: "removed", file, next: end };
  }
  const text = textOf({
    command: [...program, "watch", "--quiet"],
    folder: cwd,
    about: "burrow: examines Python environments",
  });
  if (bench.readText(file) === text) return { status: "unchanged", file, next: start };
  if (!dryRun) {
    bench.makeFolder(parent(file));
    bench.writeFile(file, text, 0o644);
  }
  return { status: "installed", file, next: start };
}

function managerOf({ machine }: Context) {
  const { home, env, platform } = machine;
  switch (platform.os) {
    case "linux": {
      const said = env["XDG_CONFIG_HOME"];
      const config = said !== undefined && isAbsolute(said) ? absolute(said) : join(home, ".config");
      return {
        file: join(config, "systemd", "user", "burrow-watch.service"),
        start: "systemctl --user daemon-reload && systemctl --user enable --now burrow-watch",
        end: "systemctl --user disable --now burrow-watch",
        textOf: systemdUnit,
      };
    }
    case "macos": {
      const file = join(home, "Library", "LaunchAgents", `${LABEL}.plist`);
      return {
        file,
        start: `launchctl bootstrap gui/${machine.uid ?? 501} '${file}'`,
        end: `launchctl bootout gui/${machine.uid ?? 501}/${LABEL}`,
        textOf: (service: Parameters<typeof systemdUnit>[0]) => launchdPlist(LABEL, service),
      };
    }
    case "windows":
      throw new BurrowError("usage/bad-value", "`--install` knows no service manager of Windows", {
        hint: "burrow watch, from the Task Scheduler",
      });
  }
}
