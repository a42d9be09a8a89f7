import * as v from "valibot";
import type { OwnTransactions } from "../machine/own-transactions.ts";
import type { Workbench } from "../machine/workbench.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { makeDurableFolder } from "./durable-folder.ts";

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
      makeDurableFolder(bench, folder);
      for (const { name } of bench.list(folder)) if (guardedBy(name) === guarded) forget(name);
      bench.writeFile(join(folder, transaction), `${JSON.stringify({ schema: 1, guarded })}\n`, 0o600);
      bench.syncFolder(folder);
    },
    knows: (transaction, guarded) => guardedBy(transaction) === guarded,
    forget,
  };
}

function parsed(text: string | undefined): string | undefined {
  try {
    const read = v.safeParse(tokenSchema, JSON.parse(text ?? ""));
    return read.success ? read.output.guarded : undefined;
  } catch {
    return undefined;
  }
}
