import type { Order } from "./order.ts";

/** A whole number of any size as its decimal digits, without leading zeros: no digit is ever lost. */
export type Numeral = string;

/** The number that the ASCII digits write; none at all is `0`. */
export function numeral(digits: string): Numeral {
  let start = 0;
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start++;
  return digits === "" ? "0" : digits.slice(start);
}

/** Orders two numbers. */
export function compareNumerals(left: Numeral, right: Numeral): Order {
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
