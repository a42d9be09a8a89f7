/** Which of two values comes first: `-1` the left, `1` the right, `0` neither. */
export type Order = -1 | 0 | 1;

/** Orders texts by code point, as Python does; JavaScript's own order is by UTF-16 unit. */
export function compareText(left: string, right: string): Order {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) < rank(b) ? -1 : 1;
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
}

/** Surrogates stand for the code points above all others. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
