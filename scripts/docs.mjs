// Writes the reference pages of `docs/` from the built tables.
import { writeFileSync } from "node:fs";
import { ERRORS } from "../packages/burrow/dist/model/error.js";
import { REASONS } from "../packages/burrow/dist/model/reasons.js";
import { pages } from "./docs-pages.mjs";

for (const [path, text] of Object.entries(pages({ errors: ERRORS, reasons: REASONS })))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
