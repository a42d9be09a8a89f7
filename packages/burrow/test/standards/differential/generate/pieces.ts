import fc, { type Arbitrary } from "fast-check";

/** One of the texts, or nothing about as often. */
export const maybe = (...texts: readonly string[]): Arbitrary<string> =>
  fc.oneof(
    { weight: texts.length + 1, arbitrary: fc.constant("") },
    ...texts.map((text) => fc.constant(text)),
  );

/** One of the texts. */
export const one = (...texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts);

/** The parts in a row. */
export const joined = (...parts: readonly Arbitrary<string>[]): Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(""));

/** The word in some case. */
export const anyCase = (word: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(word, fc.nat(7)).map(([text, way]) => {
    if (way === 0) return text.toUpperCase();
    return way === 1 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  });

/** The part, or nothing twice as often. */
export const optional = (part: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(fc.constant(""), fc.constant(""), part);

/** Spaces and tabs, or nothing. */
export const blank = maybe(" ", "\t", "  ");

const NASTY = Array.from(
  "0123456789abcdevrpost.*!+-_=<>~,;()[]@'\"\\ \t\n\r#%/:İıſKé\u00a0\ufeff\u001c\u0085\u2028\u0000\ud800😀",
);

/** The text after one to four small accidents. */
export function mutated(texts: Arbitrary<string>): Arbitrary<string> {
  const accident = fc.tuple(fc.nat(4), fc.nat(), fc.nat(), one(...NASTY));
  return fc.tuple(texts, fc.array(accident, { minLength: 1, maxLength: 4 })).map(([text, accidents]) => {
    let result = text;
    for (const [kind, first, second, letter] of accidents) {
      const at = first % (result.length + 1);
      const to = Math.min(result.length, at + 1 + (second % 4));
      if (kind === 0) result = result.slice(0, at) + letter + result.slice(at);
      else if (kind === 1) result = result.slice(0, at) + result.slice(to);
      else if (kind === 2) result = result.slice(0, at) + letter + result.slice(at + 1);
      else if (kind === 3) result = result.slice(0, to) + result.slice(at, to) + result.slice(to);
      else result = result.slice(to) + result.slice(0, to);
    }
    return result;
  });
}
