/** The names of an operation's transactions, so that a program which will serve one can bear its name before it begins. */
export interface TransactionNames {
  /** The name of the transaction that begins next. */
  next(): string;
  /** The same, for the transaction that begins now. */
  take(): string;
}

/** Names that sort by time (milliseconds since the epoch), random enough that two never meet. */
export function transactionNames(now: () => number): TransactionNames {
  let made: string | undefined;
  const next = () => (made ??= newTransaction(now()));
  return {
    next,
    take: () => {
      const name = next();
      made = undefined;
      return name;
    },
  };
}

function newTransaction(now: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
  const { randomBytes } = process.getBuiltinModule("node:crypto"); // what browsers have takes longer to load, and only to load
  return `${time}-${randomBytes(4).toString("hex")}`;
}
