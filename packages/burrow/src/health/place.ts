import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { over, type Check } from "./check.ts";
import type { AbsolutePath } from "../model/path.ts";

/** Folders that sync programs own, by a part of their path and what they are called. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/[\\/]Library[\\/]Mobile Documents(?:[\\/]|$)/u, "iCloud Drive"],
  [/[\\/]Library[\\/]CloudStorage(?:[\\/]|$)/u, "a cloud provider's folder"],
  [/[\\/]Dropbox(?: \([^\\/]*\))?(?:[\\/]|$)/u, "Dropbox"],
  [/[\\/]OneDrive(?: - [^\\/]*)?(?:[\\/]|$)/u, "OneDrive"],
  [/[\\/]Google ?Drive(?:[\\/]|$)/u, "Google Drive"],
  [/[\\/](?:Nextcloud|ownCloud|pCloudDrive|MEGA|MEGAsync|Syncthing)(?:[\\/]|$)/u, "a synced folder"],
];

/** What syncs a path; undefined when nothing that is known does. */
export function syncedBy(path: AbsolutePath): string | undefined {
  return SERVICES.find(([part]) => part.test(path))?.[1];
}

/** Whether it lies in a folder that a sync program copies. */
export const synced: Check = {
  name: "synced",
  judge: ({ environment: { prefix, realPrefix } }) => {
    const service = syncedBy(prefix) ?? syncedBy(realPrefix);
    return {
      findings:
        service === undefined
          ? []
          : [
              finding("synced-folder", {
                subject: prefix,
                because: reason("synced-folder", { service }),
                evidence: [{ path: realPrefix }],
                action: "keep projects with environments outside of it",
              }),
            ],
    };
  },
};

/** Bytes below which nothing can be installed, and below which little can. */
const FULL = 16 * 1024 ** 2;
const LOW = 512 * 1024 ** 2;

/** Whether the disk that holds it has room for a change. */
export const disk: Check = {
  name: "disk",
  judge: ({ environment: { prefix }, vitals: { freeBytes } }) =>
    over(freeBytes, (free) => {
      if (free >= LOW) return [];
      return [
        finding(free < FULL ? "disk-full" : "disk-low", {
          subject: prefix,
          because: reason("disk-free", { free: `${Math.floor(free / 1024 ** 2)} MiB` }),
          evidence: [{ path: prefix }],
          action: "make room: uv cache prune, pip cache purge",
        }),
      ];
    }),
};
