import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { type Project, project, type Ran } from "../kit/e2e.ts";
import { atTerminal } from "../kit/terminal.ts";
import { needs, PROGRAM, somePython } from "../kit/tools.ts";

const QUESTION = "[y/N] ";

/** Runs burrow where somebody sits who gives this answer to each question that ends so. */
function answering(
  here: Project,
  args: readonly string[],
  answer: string,
  question = QUESTION,
): Promise<Ran> {
  const program = atTerminal([process.execPath, PROGRAM, ...args], { question, answer });
  return here.run({ program, env: { TERM: "xterm" } });
}

/** A project that needs no index, with a hook to be asked about. */
function hooked(): Project {
  const hook = `[after]\none = { run = ["python", "-c", "open('ran', 'w')"] }\n`;
  return project({ "burrow.toml": hook, "requirements.txt": "" });
}

test("Ctrl-C at a question cancels: it is no answer, and nothing is changed", async () => {
  const here = hooked();
  const ran = await answering(here, ["up"], "\u0003");
  expect([ran.status, readdirSync(here.root).toSorted()], ran.stdout).toEqual([
    130,
    ["burrow.toml", "requirements.txt"],
  ]);
  expect(ran.stdout).toContain("\n\u001b[31m✗ \u001b[39mcancelled; everything is as it was before");
});

test("the end of the input is a no, and what comes next stands on a line of its own", async () => {
  const here = hooked();
  const ran = await answering(here, ["up"], "\u0004");
  expect([ran.status, existsSync(here.at(".venv")), existsSync(here.at("ran"))]).toEqual([0, true, false]);
  expect(ran.stdout).toMatch(/\[y\/N\] \S+\r\n/u);
});

test("a passphrase is not shown as it is typed, and asked for twice before something is locked with it", async () => {
  const here = project({});
  const made = await answering(
    here,
    ["backup", "home.age", "--encrypt", "passphrase"],
    "hush",
    "passphrase: ",
  );
  expect([made.status, made.stdout.includes("hush")], made.stdout).toEqual([0, false]);
  expect(made.stdout.split("passphrase: ").length - 1).toBe(2);
  const opened = await here.run("restore", "home.age", "--dry-run", { env: { BURROW_PASSPHRASE: "hush" } });
  expect(opened.status, opened.stderr).toBe(0);
});

test("a full disk behind standard output is told, in words and with a status; one behind standard error stops nothing", async (context) => {
  needs(context, "/dev/full");
  const here = project({ "requirements.txt": "" });
  const into = (redirection: string) => ({
    program: ["/bin/sh", "-c", `"$@" ${redirection}`, "sh", process.execPath, PROGRAM],
  });
  for (const json of [[], ["--json"]]) {
    const full = await here.run("goal", ...json, into(">/dev/full"));
    expect([full.status, full.stderr.split("\n")]).toEqual([
      4,
      [
        "✗ `standard output` cannot be used",
        "  because: the disk is full (ENOSPC: no space left on device, write)",
        "",
      ],
    ]);
  }
  const up = await here.run("up", into("2>/dev/full"));
  expect([up.status, up.stdout]).toEqual([0, expect.stringMatching(/^ready {2}\.venv · /u)]);
});

/** Starts a program on a terminal (pty(7)) that is gone as soon as the program has said the word, and waits for its end. */
const GONE = `
import json, os, pty, sys
argv, word = json.loads(sys.argv[1]), sys.argv[2].encode()
pid, terminal = pty.fork()
if pid == 0:
    os.execv(argv[0], argv)
said = b""
while word not in said:
    said += os.read(terminal, 65536)
os.close(terminal)
os.waitpid(pid, 0)
`;

test("a terminal that is gone in the middle takes the change back", async () => {
  const here = project({ "requirements.txt": "" });
  const argv = JSON.stringify([process.execPath, PROGRAM, "up"]);
  await here.run({ program: [somePython(), "-I", "-c", GONE, argv, "verifying"], env: { TERM: "xterm" } });
  expect(readdirSync(here.root)).toEqual(["requirements.txt"]);
});
