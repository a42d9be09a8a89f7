import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { distrust } from "../../src/survey/trust.ts";
import { fakeMachine, type FakeFile } from "../kit/fake-machine.ts";

const ME = 1000;
const SOMEBODY = 1001;
const program = (mode = 0o755, uid = ME): FakeFile => ({ file: "", mode, uid });
const folder = (mode: number, uid = ME): FakeFile => ({ folder: true, mode, uid });

test.each<[string, Record<string, FakeFile>, string, string | undefined]>([
  ["this user's own", { "/home/me/bin/python": program() }, "/home/me/bin/python", undefined],
  [
    "root's",
    { "/usr": folder(0o755, 0), "/usr/bin": folder(0o755, 0), "/usr/bin/python": program(0o755, 0) },
    "/usr/bin/python",
    undefined,
  ],
  ["somebody else's", { "/opt/python": program(0o755, SOMEBODY) }, "/opt/python", "/opt/python"],
  [
    "in somebody else's folder",
    { "/srv": folder(0o755, SOMEBODY), "/srv/python": program() },
    "/srv/python",
    "/srv",
  ],
  ["writable by all", { "/opt/python": program(0o777) }, "/opt/python", "/opt/python"],
  [
    "in a folder writable by all",
    { "/opt/bin": folder(0o777), "/opt/bin/python": program() },
    "/opt/bin/python",
    "/opt/bin",
  ],
  [
    "far below a folder writable by all",
    { "/a": folder(0o777), "/a/b/c/python": program() },
    "/a/b/c/python",
    "/a",
  ],
  [
    "this user's below a sticky folder",
    { "/tmp": folder(0o1777, 0), "/tmp/mine/python": program() },
    "/tmp/mine/python",
    undefined,
  ],
  [
    "somebody else's below a sticky folder",
    { "/tmp": folder(0o1777, 0), "/tmp/theirs": folder(0o755, SOMEBODY), "/tmp/theirs/python": program() },
    "/tmp/theirs/python",
    "/tmp/theirs",
  ],
  ["a sticky folder itself", { "/tmp": folder(0o1777, 0) }, "/tmp", "/tmp"],
  [
    "a link in a folder writable by all to a good one",
    { "/open": folder(0o777), "/open/python": { link: "/opt/python" }, "/opt/python": program() },
    "/open/python",
    "/open",
  ],
  [
    "a link of this user's to a bad one",
    { "/home/me/python": { link: "/open/python" }, "/open": folder(0o777), "/open/python": program() },
    "/home/me/python",
    "/open",
  ],
  [
    "a link of this user's to a good one",
    { "/home/me/python": { link: "/opt/python" }, "/opt/python": program() },
    "/home/me/python",
    undefined,
  ],
  ["a link to nothing", { "/home/me/python": { link: "/absent" } }, "/home/me/python", "/home/me/python"],
])("%s", (_name, files, path, blamed) => {
  const because = distrust(fakeMachine(files, { uid: ME }), absolute(path));
  expect(because).toEqual(blamed && { code: "untrusted", params: { path: blamed } });
});
