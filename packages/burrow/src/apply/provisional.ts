import type { Status } from "../machine/machine.ts";
import type { VerifiedFiles } from "../machine/verified-files.ts";

/**
 * A memory of hashed files that keeps to itself what it learns until it is settled: what counts as proven must be durable first. Then it passes on what has another name as well, as
 * what an engine linked from its cache: only that is met again by the next environment.
 */
export function provisional(verified: VerifiedFiles): VerifiedFiles & { settle(): void } {
  const learned: (readonly [status: Status, sha256: string])[] = [];
  const known = new Map<string, string>();
  return {
    sha256: (status) => known.get(keyOf(status)) ?? verified.sha256(status),
    remember(status, sha256) {
      learned.push([status, sha256]);
      known.set(keyOf(status), sha256);
    },
    settle() {
      for (const [status, sha256] of learned.splice(0))
        if (status.links > 1) verified.remember(status, sha256);
    },
  };
}

function keyOf({ device, inode, size, mtime, born }: Status): string {
  return `${device}:${inode}:${size}:${mtime}:${born}`;
}
