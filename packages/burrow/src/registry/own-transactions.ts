import * as v from "valibot";
import type { OwnTransactions } from "../machine/own-transactions.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";

const tokenSchema = v.object({ schema: v.literal(1), guarded: v.string() });

/** Tokens of unfinished transactions in burrow's data folder: `transactions/<id>` (0600), each with the folder that it is good for. */
export function ownTransactions(bench: Workbench, data: AbsolutePath): OwnTransactions {
  const folder = join(data, "transactions");
  const guardedBy = (transaction: string) => {
    if (!/^\w+(?:-\w+)*$/u.test(transaction)) return undefined;
    return parsed(bench.readText(join(folder, transaction), 65_536));
  };
  const forget = (transaction: string) => {
    try {
      if (guardedBy(transaction) !== undefined) bench.removeFile(join(folder, transaction));
    } catch {
      // It stays as a file of a few bytes.
    }
  };
  return {
    remember(transaction, guarded) {
      const made = bench.makeFolder(folder, 0o700);
      for (const { name } of bench.list(folder)) if (guardedBy(name) === guarded) forget(name);
      bench.writeFile(join(folder, transaction), `${JSON.stringify({ schema: 1, guarded })}\n`, 0o600);
      bench.syncFolder(folder);
      if (made !== undefined) syncAbove(bench, folder, made);
    },
    knows: (transaction, guarded) => guardedBy(transaction) === guarded,
    forget,
  };
}

/** Makes the names of a folder, and of those above it that were made with it, durable. */
function syncAbove(bench: Workbench, folder: AbsolutePath, topmost: AbsolutePath): void {
  bench.syncFolder(parent(folder));
  if (folder !== topmost) syncAbove(bench, parent(folder), topmost);
}

function parsed(text: string | undefined): string | undefined {
  try {
    const read = v.safeParse(tokenSchema, JSON.parse(text ?? ""));
    return read.success ? read.output.guarded : undefined;
  } catch {
    return undefined;
  }
}
