// Writes the reference pages of `docs/` from the built tables.
import { mkdirSync, writeFileSync } from "node:fs";
import { COMMON } from "../packages/burrow/dist/cli/common-options.js";
import { BARE, TABLE } from "../packages/burrow/dist/cli/table.js";
import { ERRORS } from "../packages/burrow/dist/model/error.js";
import { REASONS } from "../packages/burrow/dist/model/reasons.js";
import { settingsSchema, settingTables } from "../packages/burrow/dist/project/settings/describe.js";
import { schemas } from "../packages/burrow/dist/protocol/documents.js";
import { pages } from "./docs-pages.mjs";

const commands = await Promise.all([...Object.values(TABLE), BARE].map(({ load }) => load()));
const tables = {
  errors: ERRORS,
  reasons: REASONS,
  commands,
  common: COMMON,
  schemas: { ...schemas(), settings: settingsSchema() },
  settings: settingTables(),
};
mkdirSync(new URL("../docs/schemas", import.meta.url), { recursive: true });
for (const [path, text] of Object.entries(pages(tables)))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
