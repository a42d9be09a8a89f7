import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { onTestFinished } from "vitest";

/** Mounts with these arguments, the place last, until the test ends; for root. */
export function mount(...args: readonly string[]): void {
  const place = args.at(-1) ?? "";
  mkdirSync(place, { recursive: true });
  execFileSync("mount", args);
  if (!args.includes("-o") || args.includes("tmpfs"))
    onTestFinished(() => void execFileSync("umount", ["-l", place]));
}
