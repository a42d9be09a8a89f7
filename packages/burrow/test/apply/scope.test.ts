import { expect, test } from "vitest";
import { transactionPlace } from "../../src/apply/place.ts";
import { isInScope } from "../../src/apply/scope.ts";
import type { Undo } from "../../src/model/journal.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const at = absolute;
const PLACE = transactionPlace(at("/p/.burrow"));
const KEPT = at("/p/.burrow/journal/t");
const removal = (path: string): Undo => ({ kind: "remove-tree", path: at(path) });
const file = (path: string, kept: string): Undo => ({
  kind: "restore-file",
  path: at(path),
  kept: at(kept),
  wrote: "",
});
const link = (path: string): Undo => ({ kind: "restore-link", path: at(path), made: "x" });
const prefix = (path: string, preserved: string): Undo => ({
  kind: "restore-prefix",
  prefix: at(path),
  preserved: at(preserved),
});

test.each<readonly [Undo, boolean]>([
  [removal("/p/.burrow/generations/default/1"), true],
  [removal("/p/.burrow/generations"), true],
  [removal("/p/.burrow"), false],
  [removal("/p"), false],
  [removal("/p/src"), false],
  [removal("/p/.burrow/generations/away/1"), false],
  [removal("/home/me"), false],
  [removal("/p/cpython-3.12.11-linux-x86_64-gnu"), true],
  [removal("/p/cpython-3.13.5+freethreaded-macos-aarch64-none"), true],
  [removal("/p/src/cpython-3.12.11-linux-x86_64-gnu"), false],
  [removal("/cpython-3.12.11-linux-x86_64-gnu"), false],
  [{ kind: "remove-folder", path: at("/p/.burrow/envs") }, true],
  [{ kind: "remove-folder", path: at("/p/src") }, false],
  [file("/p/.gitignore", "/p/.burrow/journal/t/ignore-0"), true],
  [file("/p/.gitignore", "/etc/passwd"), false],
  [file("/etc/passwd", "/p/.burrow/journal/t/ignore-0"), false],
  [file("/p/.burrow/lock", "/p/.burrow/journal/t/ignore-0"), false],
  [file("/p/away/x", "/p/.burrow/journal/t/ignore-0"), false],
  [link("/p/.venv"), true],
  [link("/p/.burrow/envs/forge"), true],
  [link("/p/src/link"), false],
  [link("/usr/bin/python3"), false],
  [prefix("/p", "/p/.burrow/journal/t/preserved"), false], // no environment
  [prefix("/p/.venv", "/p/.burrow/journal/t/preserved"), false],
  [prefix("/p", "/p/src"), false],
  [prefix("/p", "/p/.burrow/journal/t"), false],
])("%j: %s", (undo, allowed) => {
  const machine = fakeMachine({
    "/p/.burrow/generations/default/1/pyvenv.cfg": "",
    "/p/.burrow/generations/away": { link: "/home/me" },
    "/p/.burrow/envs": { folder: true },
    "/p/away": { link: "/etc" },
    "/p/src/main.py": "",
    "/home/me/1": "mine",
    "/etc/x": "",
  });
  expect(isInScope(machine, PLACE, KEPT, undo)).toBe(allowed);
});

test.each<readonly [Undo, boolean]>([
  [prefix("/v", "/v/.burrow/journal/t/preserved"), true],
  [prefix("/proc/self/cwd", "/v/.burrow/journal/t/preserved"), false], // leads there, and tomorrow elsewhere
  [prefix("/v/lib", "/v/.burrow/journal/t/preserved"), false],
  [prefix("/v", "/v/lib"), false],
  [prefix("/v", "/v/.burrow/journal/t"), false],
])("an environment, %j: %s", (undo, allowed) => {
  const machine = fakeMachine({
    "/v/pyvenv.cfg": "",
    "/v/lib/x": "",
    "/proc/self/cwd": { link: "/v" },
  });
  const place = transactionPlace(at("/v/.burrow"));
  expect(isInScope(machine, place, at("/v/.burrow/journal/t"), undo)).toBe(allowed);
});
