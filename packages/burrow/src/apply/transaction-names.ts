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
  const random = [...crypto.getRandomValues(new Uint8Array(4))];
  return `${time}-${random.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
