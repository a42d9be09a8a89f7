import { expect, test } from "vitest";

import { masked } from "../../src/project/credentials.ts";

test.each([
  ["https://user:secret@host/simple", "https://user:***@host/simple"],
  ["https://token@host/simple", "https://***@host/simple"],
  ["--index-url https://${USER}:${TOKEN}@host/", "--index-url https://${USER}:${TOKEN}@host/"],
  ["https://${TOKEN}@host/", "https://${TOKEN}@host/"],
  ["https://user:${TOKEN}x@host/", "https://user:***@host/"],
  ["git+ssh://git@host/a.git@v1", "git+ssh://git@host/a.git@v1"],
  [
    "a @ git+https://x:y@host/a.git@v1 ; os_name == 'nt'",
    "a @ git+https://x:***@host/a.git@v1 ; os_name == 'nt'",
  ],
  ["https://host/a@b", "https://host/a@b"],
  ["one https://a:b@c and https://d:e@f", "one https://a:***@c and https://d:***@f"],
  ["me@example.invalid", "me@example.invalid"],
])("%s", (text, shown) => {
  expect(masked(text)).toBe(shown);
});

test("in time that is linear in the text", () => {
  for (const part of ["a", "a://", "a:", "://@", "a://b@"]) {
    const text = part.repeat(300_000);
    expect(masked(text).length).toBeGreaterThan(0);
  }
});
