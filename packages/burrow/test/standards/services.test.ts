import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { launchdPlist } from "../../src/standards/launchd-plist.ts";
import { systemdUnit } from "../../src/standards/systemd-unit.ts";
import { onPath, somePython } from "../kit/tools.ts";

const ODD = {
  command: [process.execPath, '/opt/it\'s "odd" & 100% $HOME\\/main.js', "watch", "<x>"],
  folder: "/tmp",
  about: "burrow: examines Python environments",
};

function fileOf(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-unit-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test.runIf(onPath("systemd-analyze") !== undefined)("systemd takes the unit, whatever the paths", () => {
  const unit = fileOf("burrow-watch.service", systemdUnit(ODD));
  const said = execFileSync("systemd-analyze", ["verify", "--user", unit], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, XDG_RUNTIME_DIR: tmpdir() },
  });
  expect(said).toBe("");
});

test("a property list reads as what was meant", () => {
  const plist = fileOf("burrow.watch.plist", launchdPlist("burrow.watch", ODD));
  const read = "import plistlib,json,sys; print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))";
  expect(JSON.parse(execFileSync(somePython(), ["-I", "-c", read, plist], { encoding: "utf8" }))).toEqual({
    Label: "burrow.watch",
    ProgramArguments: ODD.command,
    WorkingDirectory: "/tmp",
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ProcessType: "Background",
  });
});

test("a unit puts nothing in for what a path may hold", () => {
  expect(systemdUnit(ODD)).toContain(String.raw`"/opt/it's \"odd\" & 100%% $$HOME\\/main.js"`);
});
