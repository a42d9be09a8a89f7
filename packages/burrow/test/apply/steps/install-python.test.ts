import { execFileSync } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apply } from "../../../src/apply/transaction.ts";
import { realArchives } from "../../../src/machine/real-archives.ts";
import { realDownloads } from "../../../src/machine/real-downloads.ts";
import { realMachine } from "../../../src/machine/real-machine.ts";
import { realRunner } from "../../../src/machine/real-runner.ts";
import { realWorkbench } from "../../../src/machine/real-workbench.ts";
import type { Workbench } from "../../../src/machine/workbench.ts";
import { BurrowError } from "../../../src/model/error.ts";
import type { Event } from "../../../src/model/event.ts";
import { absolute } from "../../../src/model/path.ts";
import { managedLocator } from "../../../src/survey/locators/managed.ts";
import { repack } from "../../kit/python-archive.ts";
import { archived, program } from "../../kit/fake-python.ts";
import type { TarEntry } from "../../kit/tar.ts";
import { findPython, needs } from "../../kit/tools.ts";
import { applyContext, planOf, why } from "../kit.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

interface Given {
  readonly url: string;
  readonly sha256: string;
  readonly version?: string;
  readonly executable?: string;
  readonly signal?: AbortSignal;
  readonly report?: (event: Event) => void;
  readonly freeSpace?: bigint;
}

/** A burrow folder of its own, until the test ends. */
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "burrow-install-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "data"));
  return folder;
}

/** Applies a plan of one step with everything real; gives what was told, or what was thrown. */
async function install(
  home: string,
  { url, sha256, version = "3.12.1", executable = "bin/python3.12", ...given }: Given,
) {
  const machine = realMachine({ env: { PATH: process.env["PATH"] } });
  const bench = realWorkbench(machine);
  const { freeSpace } = given;
  const small: Workbench =
    freeSpace === undefined
      ? bench
      : Object.assign(Object.create(bench) as Workbench, { freeSpace: () => freeSpace });
  const folder = absolute(join(home, "data/pythons", `cpython-${version}-linux-x86_64-gnu`));
  const events: Event[] = [];
  const { signal = new AbortController().signal } = given;
  const outcome = await apply(
    planOf([{ kind: "install-python", version, archive: { url, sha256, executable }, folder, why }]),
    {
      ...applyContext(fakeMachine()),
      bench: small,
      runner: realRunner({ scratch: absolute(join(home, "scratch")) }),
      downloads: realDownloads({}),
      archives: realArchives(machine.platform.os),
      downloadCache: absolute(join(home, "cache/downloads")),
      report: (event) => {
        events.push(event);
        given.report?.(event);
      },
      signal,
    },
  ).then(
    () => "done",
    (error: unknown) => error,
  );
  return { outcome, said: said(outcome), events, program: join(folder, executable) };
}

function said(outcome: unknown): string {
  if (outcome instanceof BurrowError) return `${outcome.code}: ${outcome.because}`;
  return String(outcome);
}

/** The names in burrow's folders of Pythons and of fetched archives. */
function left(home: string): readonly string[] {
  return ["data/pythons", "cache/downloads"].flatMap((folder) =>
    existsSync(join(home, folder)) ? readdirSync(join(home, folder)) : [],
  );
}

/** Serves one file on the loopback until the test ends. */
async function serve(
  file: string,
): Promise<{ readonly url: string; readonly close: () => void; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/python.tar.gz`,
    close,
    asked: () => asked,
  };
}

test(
  "a Python from the loopback is proven, unpacked, started and put in place; a second time it is there",
  { timeout: 60_000 },
  async (context) => {
    needs(context, "python3.12");
    const python = await repack(findPython("3.12") ?? "", "3.12");
    onTestFinished(python.remove);
    const server = await serve(python.file);
    const home = scratch();
    const { version, sha256, executable } = python;
    const first = await install(home, { url: server.url, sha256, version, executable });
    expect(first.said).toBe("done");
    const code =
      "import json, sqlite3, ssl, sys; print(json.dumps([sys.prefix, sqlite3.connect(':memory:').execute('select 6 * 7').fetchone()[0], bool(ssl.OPENSSL_VERSION)]))";
    const answer: unknown = JSON.parse(execFileSync(first.program, ["-I", "-c", code], { encoding: "utf8" }));
    const name = `cpython-${version}-linux-x86_64-gnu`;
    expect(answer).toEqual([join(home, "data/pythons", name), 42, true]);
    expect(left(home)).toEqual([name, `${sha256}.tar.gz`]);
    const sighted = managedLocator(absolute(join(home, "data/pythons")))(realMachine());
    expect(sighted).toEqual([{ executable: first.program, source: "managed" }]);
    for (const phase of ["download", "unpack"]) {
      const percentages = first.events.flatMap((event) =>
        event.type === "progress" && event.phase === phase ? [event.percentage] : [],
      );
      expect(percentages).toEqual(percentages.toSorted((one, other) => one - other));
    }
    expect(first.events.findLast(({ type }) => type === "progress")).toMatchObject({
      phase: "unpack",
      percentage: 100,
    });

    server.close();
    const second = await install(home, { url: server.url, sha256, version, executable });
    expect(second.said).toBe("done");
    expect(second.events.find(({ type }) => type === "step.finished")).toMatchObject({
      note: "it was there already",
    });
    expect(server.asked()).toBe(1);
  },
);

test("an archive in the cache is used without the network; a spoilt one is fetched again", async () => {
  const home = scratch();
  const archive = archived(home, [program()]);
  mkdirSync(join(home, "cache/downloads"), { recursive: true });
  const cached = join(home, "cache/downloads", `${archive.sha256}.tar.gz`);
  writeFileSync(cached, "spoilt");
  expect((await install(home, archive)).said).toBe("done");
  rmSync(join(home, "data/pythons"), { recursive: true });
  expect((await install(home, { ...archive, url: "http://127.0.0.1:9/gone" })).said).toBe("done");
});

test.each<readonly [string, readonly TarEntry[], string]>([
  ["without parts of its library", [program(["sqlite3", "ctypes"])], "it cannot import sqlite3, ctypes"],
  ["of another version", [program([], "3.12.2")], "it is Python 3.12.2, not 3.12.1"],
  ["that does not start", [{ ...program(), content: "#!/bin/false\n" }], "it ended with 1"],
])("a Python %s is refused and removed, its archive too", async (_, entries, fault) => {
  const home = scratch();
  const archive = archived(home, entries);
  expect((await install(home, archive)).said).toBe(
    `apply/rolled-back: the Python in \`${archive.url}\` does not work: ${fault}`,
  );
  expect(left(home)).toEqual([]);
});

test("a hostile archive leaves nothing", async () => {
  const home = scratch();
  const archive = archived(home, [program(), { path: "python/lib", type: "2", link: "../.." }]);
  const cached = join(home, "cache/downloads", `${archive.sha256}.tar.gz`);
  expect((await install(home, archive)).said).toBe(
    `apply/rolled-back: \`${cached}\` is not unpacked: \`python/lib\`: it leads to \`../..\`, outside of the archive's folder`,
  );
  expect(left(home)).toEqual([]);
});

test("the wrong archive leaves nothing", async () => {
  const home = scratch();
  const archive = archived(home, [program()]);
  const { said: text } = await install(home, { ...archive, sha256: "0".repeat(64) });
  expect(text).toBe(
    `apply/rolled-back: \`${archive.url}\` is not the file that was expected: its SHA-256 is ${archive.sha256}, not ${"0".repeat(64)}`,
  );
  expect(left(home)).toEqual([]);
});

test("the room is asked for before anything is unpacked", async () => {
  const home = scratch();
  const archive = archived(home, [program()]);
  const { said: text } = await install(home, { ...archive, freeSpace: 1000n });
  expect(text).toBe(
    `apply/rolled-back: there is no room for another Python: it takes 1 MB and 0 MB are free`,
  );
  expect(left(home)).toEqual([`${archive.sha256}.tar.gz`]);
});

test.each(["download", "unpack"])("a cancel during the %s leaves nothing half-made", async (phase) => {
  const home = scratch();
  const archive = archived(home, [program(), { path: "python/noise", content: "x".repeat(3_000_000) }]);
  const controller = new AbortController();
  const report = (event: Event) => event.type === "progress" && event.phase === phase && controller.abort();
  const { said: text } = await install(home, { ...archive, signal: controller.signal, report });
  expect(text).toBe("cancelled: everything is as it was before");
  expect(left(home)).toEqual(phase === "download" ? [] : [`${archive.sha256}.tar.gz`]);
});

test("what somebody else put in its place stays", async () => {
  const home = scratch();
  const archive = archived(home, [program()]);
  const place = join(home, "data/pythons/cpython-3.12.1-linux-x86_64-gnu");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "mine"), "");
  expect((await install(home, archive)).said).toBe(
    `apply/rolled-back: \`${place}\` is there and does not come from this archive`,
  );
  expect(readdirSync(place)).toEqual(["mine"]);
});
