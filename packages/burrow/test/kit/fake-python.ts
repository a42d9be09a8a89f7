import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tarGz, type TarEntry } from "./tar.ts";

/** An archive by hand, as a file of this machine. */
export function archived(
  home: string,
  entries: readonly TarEntry[],
): { readonly url: string; readonly sha256: string } {
  const bytes = tarGz(entries);
  const file = join(home, "archive.tar.gz");
  writeFileSync(file, bytes);
  return { url: `file://${file}`, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** A program that answers the probe as Python 3.12.1 does and lacks the given modules. */
export function program(missing: readonly string[] = [], version = "3.12.1"): TarEntry {
  const answer = JSON.stringify({ version, implementation: "cpython" });
  const content = `#!/bin/sh\ncase "$3" in -c) printf '%s\\n' ${missing.join(" ")};; *) echo 'burrow-probe ${answer}';; esac\n`;
  return { path: "python/bin/python3.12", content, mode: 0o755 };
}
