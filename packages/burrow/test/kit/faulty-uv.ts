import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { UV } from "./tools.ts";

/** What goes wrong: it fails at once, does its work and fails then, never ends, or takes burrow and itself down with SIGKILL. */
export type Fault = "fail" | "fail-after" | "hang" | "die" | "die-after";

/** Which of uv's acts: making an environment, fetching into a scratch folder, or installing into the environment. */
export type Act = "create" | "fetch" | "install";

const ACTS: Readonly<Record<Act, string>> = {
  create: "has venv",
  fetch: "has --target",
  install: "has --require-hashes && ! has --target",
};

const FAULTS: Readonly<Record<Fault, string>> = {
  fail: 'echo "error: No space on this shelf" >&2; exit 2',
  "fail-after": '"$REAL" "$@"; echo "error: No space on this shelf" >&2; exit 2',
  hang: 'touch "$0.hangs"; sleep 60',
  die: "kill -KILL -$PPID; kill -KILL 0",
  "die-after": '"$REAL" "$@"; kill -KILL -$PPID; kill -KILL 0',
};

/** A uv that is the real one but for one act: its path, for the front of PATH. */
export function faultyUv(act: Act, fault: Fault): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-uv-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const shim = join(folder, "uv");
  writeFileSync(
    shim,
    `#!/bin/sh
REAL='${UV}'
all="$*"
has() { case " $all " in *" $1 "*) true ;; *) false ;; esac; }
if ${ACTS[act]}; then ${FAULTS[fault]}; fi
exec "$REAL" "$@"
`,
  );
  chmodSync(shim, 0o755);
  return shim;
}
