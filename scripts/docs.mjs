// Writes the reference pages of `docs/` from the tables in the source.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { pages } from "./docs-pages.mjs";

const folder = new URL("../node_modules/.cache/burrow-docs/", import.meta.url);
await build({
  input: fileURLToPath(new URL("docs-tables.mjs", import.meta.url)),
  platform: "node",
  external: /^[^./]/u,
  output: { dir: fileURLToPath(folder), cleanDir: true, entryFileNames: "[name].mjs" },
});
const { BARE, COMMON, ENGINES, ERRORS, FINDINGS, REASONS, schemas, settingsSchema, settingTables, TABLE } =
  await import(new URL("docs-tables.mjs", folder).href);

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
mkdirSync(new URL("../docs/schemas", import.meta.url), { recursive: true });
for (const [path, text] of Object.entries(pages(tables)))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
