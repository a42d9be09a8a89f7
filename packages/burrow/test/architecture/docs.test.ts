import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
// @ts-expect-error -- a script without types
import { pages } from "../../../../scripts/docs-pages.mjs";
import { COMMON } from "../../src/cli/common-options.ts";
import { BARE, TABLE } from "../../src/cli/table.ts";
import { ENGINES } from "../../src/model/engines.ts";
import { ERRORS } from "../../src/model/error.ts";
import { FINDINGS } from "../../src/model/findings.ts";
import { REASONS } from "../../src/model/reasons.ts";
import { settingsSchema, settingTables } from "../../src/project/settings/describe.ts";
import { schemas } from "../../src/protocol/documents.ts";
import { ROOT } from "../kit/tools.ts";

const commands = await Promise.all([...Object.values(TABLE), BARE].map(({ load }) => load()));
const tables = {
  engines: ENGINES,
  errors: ERRORS,
  reasons: REASONS,
  findings: FINDINGS,
  commands,
  common: COMMON,
  schemas: { ...schemas(), settings: settingsSchema() },
  settings: settingTables(),
};
const PAGES = Object.entries(pages(tables) as Record<string, string>);

test.each(PAGES)("%s is what `npm run docs` writes", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});

test("no schema is left of a document that is gone", () => {
  const written = PAGES.map(([path]) => path).filter((path) => path.startsWith("docs/schemas/"));
  expect(readdirSync(join(ROOT, "docs/schemas")).map((name) => `docs/schemas/${name}`)).toEqual(
    written.toSorted(),
  );
});
