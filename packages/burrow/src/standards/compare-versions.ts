import { given } from "./given.ts";
import { compareNumerals, type Numeral } from "./numeral.ts";
import { compareText, type Order } from "./order.ts";
import { isNumeric, parseVersion, type Version } from "./version.ts";

/** Orders two versions (PEP 440); `0` means equal, as `1.0` and `1.0.0` are. A text that is no version throws `InvalidStandardText`. */
export function compareVersions(left: string | Version, right: string | Version): Order {
  return orderOf(given(left, parseVersion), given(right, parseVersion));
}

/** Orders two versions; for hot paths, it allocates nothing. */
export function orderOf(left: Version, right: Version): Order {
  return comparePublic(left, right) || compareLocal(left.local, right.local);
}

/** Orders two versions by all but their local parts. */
export function comparePublic(left: Version, right: Version): Order {
  return (
    compareNumerals(left.epoch, right.epoch) ||
    compareRelease(left.release, right.release) ||
    comparePre(left, right) ||
    // Without a post-release comes first, without a development release last.
    compareOptional(left.post, right.post, -1) ||
    compareOptional(left.dev, right.dev, 1)
  );
}

/** Orders two releases; the shorter one is filled up with zeros. */
export function compareRelease(left: readonly Numeral[], right: readonly Numeral[]): Order {
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const order = compareNumerals(left[at] ?? "0", right[at] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}

function comparePre(left: Version, right: Version): Order {
  const a = preRank(left);
  const b = preRank(right);
  if (a !== b) return a < b ? -1 : 1;
  return compareNumerals(left.pre?.number ?? "0", right.pre?.number ?? "0");
}

/** A development release of the release itself comes before its first alpha, the release after its last candidate. */
function preRank({ pre, post, dev }: Version): number {
  if (pre !== undefined) return pre.kind === "a" ? 1 : pre.kind === "b" ? 2 : 3;
  return post === undefined && dev !== undefined ? 0 : 4;
}

function compareOptional(left: Numeral | undefined, right: Numeral | undefined, absent: -1 | 1): Order {
  if (left === undefined) return right === undefined ? 0 : absent;
  if (right === undefined) return absent === 1 ? -1 : 1;
  return compareNumerals(left, right);
}

function compareLocal(left: readonly string[] | undefined, right: readonly string[] | undefined): Order {
  if (left === undefined) return right === undefined ? 0 : -1;
  if (right === undefined) return 1;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const order = compareSegments(left[at] ?? "", right[at] ?? "");
    if (order !== 0) return order;
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
}

/** Words come before numbers. */
function compareSegments(left: string, right: string): Order {
  const number = isNumeric(left);
  if (number !== isNumeric(right)) return number ? 1 : -1;
  return number ? compareNumerals(left, right) : compareText(left, right);
}
