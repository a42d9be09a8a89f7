import { expect, test } from "vitest";
import { apply } from "../../../src/apply/transaction.ts";
import { absolute } from "../../../src/model/path.ts";
import { fakeMachine, type FakeFile } from "../../kit/fake-machine.ts";
import { applyContext, planOf, ROOT, why } from "../kit.ts";

const PLAN = planOf([{ kind: "ignore", root: ROOT, lines: [".venv", ".burrow/"], why }]);

/** What the ignore files hold afterwards, and what was warned of. */
async function ignore(files: Readonly<Record<string, FakeFile>>) {
  const bench = fakeMachine({ "/p/app.py": "", ...files });
  const context = applyContext(bench);
  await apply(PLAN, context);
  const read = (name: string) => bench.readText(absolute(`/p/${name}`));
  const warnings = context.events.flatMap((event) => (event.type === "warning" ? [event.warning] : []));
  return { git: read(".gitignore"), docker: read(".dockerignore"), warnings, bench };
}

test.each([
  ["nothing", "", ".venv\n.burrow/\n"],
  ["other lines", "dist/\n", "dist/\n.venv\n.burrow/\n"],
  ["no line end at the end", "dist/", "dist/\n.venv\n.burrow/\n"],
  ["the line ends of Windows", "dist/\r\n*.pyc", "dist/\r\n*.pyc\r\n.venv\r\n.burrow/\r\n"],
  ["one of the lines", ".venv\n", ".venv\n.burrow/\n"],
  ["the lines from the root", "/.venv\n/.burrow/\n", "/.venv\n/.burrow/\n"],
  ["`.venv/`, which does not match a link", ".venv/\n", ".venv/\n.venv\n.burrow/\n"],
  ["all of it", "  .venv\n.burrow/", "  .venv\n.burrow/"],
])("a .gitignore with %s", async (_, text, expected) => {
  expect(await ignore({ "/.git/HEAD": "", "/p/.gitignore": text })).toMatchObject({ git: expected });
});

test("a .gitignore is made only inside a work tree, a .dockerignore never", async () => {
  expect(await ignore({})).toMatchObject({ git: undefined, docker: undefined });
  expect(await ignore({ "/p/.git": "gitdir: /elsewhere" })).toMatchObject({
    git: ".venv\n.burrow/\n",
    docker: undefined,
  });
  expect(await ignore({ "/p/.dockerignore": "x" })).toMatchObject({
    git: undefined,
    docker: "x\n.venv\n.burrow/\n",
  });
});

test("bytes that are not UTF-8 and the mode stay", async () => {
  const file = new Uint8Array([0xff, 0xfe, 0x0a]);
  const { bench } = await ignore({ "/p/.gitignore": { file, mode: 0o600 } });
  const content = bench.readBytes(absolute("/p/.gitignore"));
  expect([...(content?.slice(0, 3) ?? [])]).toEqual([0xff, 0xfe, 0x0a]);
  expect(new TextDecoder().decode(content?.slice(3))).toBe(".venv\n.burrow/\n");
  expect(bench.status(absolute("/p/.gitignore"))?.mode).toBe(0o600);
});

test("a link is followed inside the project, and never out of it", async () => {
  const inside = await ignore({ "/p/.gitignore": { link: "conf/ignored" }, "/p/conf/ignored": "x\n" });
  expect(inside.git).toBe("x\n.venv\n.burrow/\n");
  expect(inside.bench.readLink(absolute("/p/.gitignore"))).toBe("conf/ignored");
  expect(inside.warnings).toEqual([]);

  const outside = await ignore({ "/p/.gitignore": { link: "/etc/ignored" }, "/etc/ignored": "x\n" });
  expect(outside.git).toBe("x\n");
  expect(outside.warnings).toEqual([{ code: "cannot-ignore", params: { path: "/p/.gitignore" } }]);
});
