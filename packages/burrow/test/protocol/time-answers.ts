import { reason } from "../../src/model/reason.ts";
import * as documents from "../../src/protocol/documents.ts";
import { path, ROOT } from "../render/kit.ts";
import { isolated } from "../render/plans.ts";
import { snapshot } from "./snapshots.ts";

const prefix = path(`${ROOT}/.venv`);

/** Documents of what speaks of time and of moving house, by their names. */
export const TIME = {
  history: [
    documents.historyJson({
      prefix,
      entries: [
        {
          label: "3a",
          at: snapshot.takenAt,
          occasion: "by-hand",
          current: true,
          installers: ["pip"],
          changes: [{ name: "ipdb", to: "0.13.13" }],
          distributions: 2,
          generation: false,
        },
      ],
    }),
  ],
  export: [
    documents.exportJson({ format: "requirements", distributions: 1, text: "a==1\n" }),
    documents.exportJson({ format: "burrow", distributions: 1, text: "{}", file: path("/e.json") }),
  ],
  import: [
    documents.importJson({ imported: 1, known: 2, names: ["a"], distributions: 3, newDistributions: 1 }),
  ],
  gc: [
    documents.gcJson({
      status: "planned",
      removed: [
        {
          folder: path("/p/.burrow/generations/default/1"),
          number: 1,
          because: reason("beyond-number", { keep: 5 }),
        },
      ],
      kept: [{ folder: path("/p/.burrow/generations/default/2"), because: reason("in-use", { pid: 7 }) }],
      bytes: 10,
    }),
  ],
  purge: [
    documents.purgeJson({
      status: "planned",
      removed: [{ prefix: path("/p/.venv"), name: "default", generations: [1, 2], size: 20 }],
      kept: [{ prefix: path("/q/.venv"), because: reason("in-use", { pid: 7 }) }],
      failed: [{ prefix: path("/r/.venv"), code: "machine/refused", message: "m", because: "b", hint: "h" }],
      doubt: reason("use-untold", {}),
      bytes: 10,
    }),
  ],
  backup: [
    documents.backupJson({
      file: path("/b.json"),
      bytes: 10,
      encrypted: false,
      environments: [{ prefix, distributions: 2 }],
      projects: [{ root: path("/p"), environments: [prefix] }],
      pythons: 1,
      wheels: 0,
      signedBy: "ab".repeat(16),
      diagnostics: [{ prefix, note: "its base /gone is gone" }],
    }),
  ],
  restore: [
    documents.restoreJson({
      status: "partly",
      environments: [
        { prefix, status: "done", distributions: 2, plan: isolated },
        { prefix: path("/gone"), status: "refused", distributions: 1, because: "no", unavailable: ["a 1"] },
      ],
      settings: "kept",
      signer: "unknown",
      signedBy: "ab".repeat(16),
      diagnostics: [],
    }),
  ],
  diff: [documents.diffJson({ from: "1", to: "now", changes: [{ name: "a", from: "1" }] })],
  snapshot: [documents.snapshotJson(snapshot)],
  snapshots: [
    documents.snapshotsJson({
      stored: [{ snapshot, bytes: 300 }],
      unreadable: [{ file: path("/s/x.json"), because: "it is not JSON" }],
    }),
  ],
} as const satisfies Readonly<Record<string, readonly unknown[]>>;
