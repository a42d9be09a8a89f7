import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
// @ts-expect-error -- a script without types
import { pages } from "../../../../scripts/docs-pages.mjs";
import { ERRORS } from "../../src/model/error.ts";
import { REASONS } from "../../src/model/reasons.ts";
import { ROOT } from "../kit/tools.ts";

const PAGES = Object.entries(pages({ errors: ERRORS, reasons: REASONS }) as Record<string, string>);

test.each(PAGES)("%s is what `npm run docs` writes", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});
