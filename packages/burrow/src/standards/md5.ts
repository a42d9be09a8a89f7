/** The MD5 of bytes as 32 lower-case hexadecimal digits (RFC 1321), for the names that PDM gives to environments; it protects nothing. */
export function md5(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(length - 8, (bytes.length * 8) >>> 0, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 2 ** 29), true);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < length; at += 64) state = compressed(state, view, at);
  return state.map((word) => hexOf(word)).join("");
}

type State = readonly [number, number, number, number];

/** How far each round turns: four numbers, four times each. */
const TURNS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

/** The words of the message in the order of each round: `a * step + b`. */
const ORDER: readonly (readonly [number, number])[] = [
  [1, 0],
  [5, 1],
  [3, 5],
  [7, 0],
];

function compressed(before: State, view: DataView, at: number): State {
  let [a, b, c, d] = before;
  for (let step = 0; step < 64; step += 1) {
    const round = Math.floor(step / 16);
    const [factor, shift] = ORDER[round] ?? [1, 0];
    const word = view.getUint32(at + 4 * ((factor * step + shift) % 16), true);
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
    const sum = (a + mixed(round, b, c, d) + constant + word) | 0;
    const by = TURNS[round]?.[step % 4] ?? 0;
    [a, b, c, d] = [d, (b + ((sum << by) | (sum >>> (32 - by)))) | 0, b, c];
  }
  const [first, second, third, fourth] = before;
  return [(first + a) | 0, (second + b) | 0, (third + c) | 0, (fourth + d) | 0];
}

function mixed(round: number, b: number, c: number, d: number): number {
  switch (round) {
    case 0:
      return (b & c) | (~b & d);
    case 1:
      return (d & b) | (~d & c);
    case 2:
      return b ^ c ^ d;
    default:
      return c ^ (b | ~d);
  }
}

/** A word as its bytes lie, the lowest first. */
function hexOf(word: number): string {
  return [0, 8, 16, 24].map((by) => ((word >>> by) & 0xff).toString(16).padStart(2, "0")).join("");
}
