import type { Pin } from "../../model/pin.ts";
import type { Platform } from "../../model/platform.ts";
import type { Resolution } from "../../model/resolve.ts";
import { parsePylock } from "../../standards/pylock.ts";
import type { LockQuestion, Talk } from "../engine.ts";
import { constraintLines, requirementLines } from "../requirement-lines.ts";
import { type UvContext, uvCommand, uvOptions } from "./uv-context.ts";
import { failureOf, unresolved } from "./uv-failure.ts";

const COMPILE = [
  "pip",
  "compile",
  "--format",
  "pylock.toml",
  "--no-header",
  "--only-binary",
  ":all:",
] as const;

/**
 * Asks uv for the wheels that another machine's Python would take; nothing is fetched but what tells of them, and nothing is built. When there are none, the requirements alone tell
 * whether what is provided is to blame.
 */
export function* uvLock(context: UvContext, question: LockQuestion): Talk<Resolution> {
  const answer = yield* wheelsOf(context, question);
  if (answer.kind !== "impossible" || question.provided.length === 0) return answer;
  const alone = yield* wheelsOf(context, { ...question, provided: [] });
  return alone.kind === "resolved" ? { kind: "conflict", text: answer.text } : alone;
}

function* wheelsOf(context: UvContext, question: LockQuestion): Talk<Resolution> {
  const { python, version, platform, requirements, provided, options } = question;
  const triple = tripleOf(platform);
  if (triple === undefined)
    return { kind: "unreachable", text: `uv knows no wheels for ${platform.os} on ${platform.arch}` };
  const { lines, args } = uvOptions(options);
  const constraints = constraintLines(question.constraints, provided);
  const output = yield uvCommand(
    context,
    [
      ...COMPILE,
      ...args,
      "-p",
      python,
      "--python-version",
      version,
      "--python-platform",
      triple,
      ...(constraints === "" ? [] : ["-c", { scratch: "constraints.txt" }]),
      { scratch: "requirements.txt" },
    ],
    {
      files: {
        "requirements.txt": lines + requirementLines(requirements),
        ...(constraints !== "" && { "constraints.txt": constraints }),
      },
    },
  );
  if (output.status !== 0 || output.failure !== undefined) return unresolved(output);
  const read = parsePylock(output.stdout);
  if (!read.ok) return { kind: "unreachable", text: failureOf(output) };
  const has = new Set(provided.map(({ name }) => name));
  const pins: Pin[] = [];
  for (const { name, version: locked = "", wheels } of read.lock.packages) {
    if (has.has(name)) continue;
    const { url, hashes, size } = wheels.at(-1) ?? {}; // uv writes the best one last
    if (url === undefined || hashes?.["sha256"] === undefined)
      return { kind: "unreachable", text: `${name} ${locked} has no wheel with an address and a hash` };
    pins.push({
      name,
      version: locked,
      hashes: [`sha256:${hashes["sha256"].toLowerCase()}`],
      url,
      ...(size !== undefined && { bytes: size }),
    });
  }
  return { kind: "resolved", pins, removed: [] };
}

/** uv's names of platforms; of Linux the glibc that conda's locks are solved for as well. */
function tripleOf({ os, arch }: Platform): string | undefined {
  const machine = { x86_64: "x86_64", amd64: "x86_64", arm64: "aarch64", aarch64: "aarch64" }[arch];
  if (machine === undefined) return undefined;
  switch (os) {
    case "linux":
      return `${machine}-manylinux_2_28`;
    case "macos":
      return `${machine}-apple-darwin`;
    case "windows":
      return `${machine}-pc-windows-msvc`;
  }
}
