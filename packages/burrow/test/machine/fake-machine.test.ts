import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const at = absolute;

test("what is written and not synced is lost when the power is cut", () => {
  const bench = fakeMachine({ "/w/old": "old" });
  bench.createFile(at("/w/name-only"), "content");
  bench.syncFolder(at("/w"));
  bench.createFile(at("/w/whole"), "content");
  bench.syncFile(at("/w/whole"));
  bench.syncFolder(at("/w"));
  bench.createFile(at("/w/lost"), "content");
  bench.rename(at("/w/old"), at("/w/renamed"));
  bench.edit("/w/whole", "edited");
  bench.powerCut();
  expect(bench.tree("/w")).toEqual({
    "/w": "folder 755",
    "/w/old": "file 644 old",
    "/w/name-only": "file 644 ",
    "/w/whole": "file 644 content",
  });
});

test("a power cut may also leave everything", () => {
  const bench = fakeMachine({ "/w/old": "old" });
  bench.rename(at("/w/old"), at("/w/new"));
  bench.edit("/w/new", "edited");
  bench.powerCut(() => true);
  expect(bench.tree("/w")).toEqual({ "/w": "folder 755", "/w/new": "file 644 edited" });
});

test("hard links share content, and a rename over one leaves the other", () => {
  const bench = fakeMachine({ "/a": "one", "/b": { hardLink: "/a" } });
  expect(bench.status(at("/a"))?.links).toBe(2);
  bench.edit("/a", "two");
  expect(bench.readText(at("/b"))).toBe("two");
  bench.writeFile(at("/a"), "three");
  expect(bench.readText(at("/b"))).toBe("two");
  expect(bench.status(at("/b"))?.links).toBe(1);
});

test("links are followed above the last part, and a loop leads nowhere", () => {
  const bench = fakeMachine({
    "/real/x": "x",
    "/way": { link: "real" },
    "/dot": { link: "./way/../real/x" },
    "/loop": { link: "loop" },
  });
  expect(bench.readText(at("/way/x"))).toBe("x");
  expect(bench.realPath(at("/dot"))).toBe("/real/x");
  expect(bench.status(at("/way"))?.kind).toBe("link");
  expect(bench.target(at("/way"))?.kind).toBe("folder");
  expect(bench.target(at("/loop"))).toBeUndefined();
  expect(bench.list(at("/"))).toEqual([
    { name: "dot", kind: "link" },
    { name: "loop", kind: "link" },
    { name: "real", kind: "folder" },
    { name: "way", kind: "link" },
  ]);
});

test("acts fail where the user may not write", () => {
  const bench = fakeMachine(
    { "/root-owned": { folder: true, uid: 0 }, "/mounted/x": "x", "/mine/x": "x" },
    { readOnly: ["/mounted"] },
  );
  expect(() => bench.createFile(at("/root-owned/x"), "")).toThrow(
    expect.objectContaining({ code: "EACCES" }),
  );
  expect(() => bench.removeFile(at("/mounted/x"))).toThrow(expect.objectContaining({ code: "EROFS" }));
  expect([at("/root-owned"), at("/mounted/x"), at("/mine/x")].map((path) => bench.writable(path))).toEqual([
    false,
    false,
    true,
  ]);
});

test("a dead process changes nothing, a failing act fails as often as told", () => {
  const bench = fakeMachine({ "/w": { folder: true } });
  bench.failAfter(1, "ENOSPC");
  expect(() => bench.createFile(at("/w/a"), "content")).toThrow(expect.objectContaining({ code: "ENOSPC" }));
  bench.createFile(at("/w/b"), "content");
  bench.dieAfter(1);
  expect(() => bench.createFile(at("/w/c"), "content")).toThrow("the process is gone");
  expect(() => bench.removeFile(at("/w/a"))).toThrow("the process is gone");
  bench.revive();
  bench.removeFile(at("/w/a"));
  expect(bench.tree("/w")).toEqual({
    "/w": "folder 755",
    "/w/b": "file 644 content",
    "/w/c": "file 644 ",
  });
});

test("paths of Windows stand below their drive", () => {
  const bench = fakeMachine(
    { "C:\\w\\pyvenv.cfg": "home = C:\\py", "C:\\link": { link: "w" } },
    { platform: { os: "windows", arch: "amd64" }, home: "C:\\Users\\me" },
  );
  expect(bench.readText(at("C:\\link\\pyvenv.cfg"))).toBe("home = C:\\py");
  expect(bench.realPath(at("C:\\link"))).toBe("C:\\w");
});
