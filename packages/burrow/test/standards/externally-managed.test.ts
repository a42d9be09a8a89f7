import { expect, test } from "vitest";

import { parseExternallyManaged } from "../../src/standards/externally-managed.ts";

const FILE = `[externally-managed]
Error=To install packages, ask
 your system.

 See the handbook: chapter 3.
Error-de_AT=Servus
Error-de=Frag dein System.

[other]
Error=no
`;

test("the message, its lines and paragraphs kept", () => {
  expect(parseExternallyManaged(FILE)).toBe(
    "To install packages, ask\nyour system.\n\nSee the handbook: chapter 3.",
  );
});

test("the locale's own, then the language's, then the general one", () => {
  expect(parseExternallyManaged(FILE, "de_AT")).toBe("Servus");
  expect(parseExternallyManaged(FILE, "de_CH")).toBe("Frag dein System.");
  expect(parseExternallyManaged(FILE, "fr_FR")).toBe(parseExternallyManaged(FILE));
});

test.each(["", "[externally-managed]\n", "Error=outside\n", "\u0000", "[externally-managed]\nError=\n"])(
  "no message in %j",
  (text) => {
    expect(parseExternallyManaged(text)).toBeUndefined();
  },
);
