import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseElf } from "../../src/standards/elf.ts";
import { onPath, somePython } from "../kit/tools.ts";

const library = () => {
  const python = somePython();
  const lib = join(dirname(python), "..", "lib");
  const minor = readdirSync(lib).find((name) => /^python3\.\d+$/u.test(name)) ?? "";
  return join(lib, minor, "lib-dynload");
};

test.runIf(process.platform === "linux" && onPath("readelf") !== undefined)(
  "what extension modules need is what readelf says",
  () => {
    const files = readdirSync(library()).filter((name) => name.endsWith(".so"));
    expect(files.length).toBeGreaterThan(10);
    for (const name of files.slice(0, 40)) {
      const file = join(library(), name);
      const said = execFileSync("readelf", ["-d", file], { encoding: "utf8" });
      const needed = [...said.matchAll(/\(NEEDED\).*\[([^\]]*)\]/gu)].map((match) => match[1]);
      expect(parseElf(readFileSync(file))?.needed, name).toEqual(needed);
    }
  },
);

test.runIf(process.platform === "linux")("this very program is of this processor", () => {
  const elf = parseElf(readFileSync(process.execPath));
  expect([elf?.bits, elf?.needed.includes("libc.so.6")]).toEqual([64, true]);
});

test("whatever is cut off or changed gives an answer and never throws", () => {
  const whole = readFileSync(
    join(library(), readdirSync(library()).find((name) => name.endsWith(".so")) ?? ""),
  );
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.array(fc.tuple(fc.nat(4096), fc.nat(255)), { maxLength: 8 }),
      (end, changes) => {
        const bytes = Buffer.from(whole.subarray(0, end));
        for (const [at, value] of changes) if (at >= 4 && at < bytes.length) bytes[at] = value;
        parseElf(bytes);
      },
    ),
    { numRuns: 500 },
  );
  expect(parseElf(Buffer.from("#!/bin/sh\n"))).toBeUndefined();
});
