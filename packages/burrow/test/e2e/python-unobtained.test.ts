import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { project } from "../kit/e2e.ts";
import { loopback, ORCHARD } from "../kit/loopback.ts";
import { pythonCopy } from "../kit/python-copy.ts";
import { python } from "../kit/tools.ts";
import { freeze } from "../kit/venv.ts";

const OLD = "3.9";

/** A server of archives that answers every request in one way, and what was asked of it. */
async function archives(answer: "gone" | "other") {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (answer === "gone") response.writeHead(404).end();
    else response.writeHead(200).end("what nobody asked for");
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A list of archives with one Python of that version for this machine. */
function listOf(url: string, version: string): string {
  const [major, minor, patch] = version.split(".").map(Number);
  const report = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  const libc = report.header.glibcVersionRuntime === undefined ? "musl" : "gnu";
  return JSON.stringify({
    one: {
      name: "cpython",
      arch: process.arch === "arm64" ? "aarch64" : "x86_64",
      os: process.platform === "darwin" ? "darwin" : "linux",
      libc: process.platform === "darwin" ? "none" : libc,
      ...{ major, minor, patch, url: `${url}/cpython-${version}.tar.gz`, sha256: "a".repeat(64), bytes: 21 },
    },
  });
}

/** A project whose environment stood on a Python that is gone, and a list that still offers that Python. */
async function bereft(answer: "gone" | "other") {
  const old = pythonCopy(python(OLD), {});
  const index = await loopback(ORCHARD);
  const server = await archives(answer);
  const here = project(
    { "requirements.txt": "apple==1.0\npear==1.0\n" },
    { env: { ...index.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" }, programs: [old] },
  );
  const made = await here.run("up", "--python", OLD, "--json");
  const { version } = made.json.plan.python;
  here.write("pythons/python-downloads.json", listOf(server.url, version));
  rmSync(dirname(dirname(old)), { recursive: true });
  return { here, server, version, env: { BURROW_PYTHON_MIRROR: here.at("pythons") } };
}

test.each([
  ["gone", "404"],
  ["other", "its sha-256 is"],
] as const)(
  "the Python that is to be fetched for a repair cannot be had (%s): healed on what is there, and said to be partly so",
  async (answer, said) => {
    const { here, server, version, env } = await bereft(answer);
    const mended = await here.run("repair", "--yes", "--json", { env });
    expect(server.asked.length).toBeGreaterThanOrEqual(1);
    expect([mended.status, mended.json.status], mended.stdout).toEqual([1, "partly"]);
    const [{ lost }] = mended.json.repairs;
    expect(lost.map(({ code }: { code: string }) => code)).toEqual(["python-unobtained", "python-instead"]);
    expect(lost[0].params).toMatchObject({ version });
    expect(lost[0].params.detail.toLowerCase()).toContain(said);
    expect(freeze(here.at(".venv"))).toEqual(["apple==1.0", "pear==1.0"]);
    expect((await here.run("repair", "--yes", "--json", { env })).json.status).toBe("healthy");
  },
);
