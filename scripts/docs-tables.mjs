// What the reference pages are written from.
export { COMMON } from "../packages/burrow/src/cli/common-options.ts";
export { BARE, TABLE } from "../packages/burrow/src/cli/table.ts";
export { ENGINES } from "../packages/burrow/src/model/engines.ts";
export { ERRORS } from "../packages/burrow/src/model/error.ts";
export { FINDINGS } from "../packages/burrow/src/model/findings.ts";
export { REASONS } from "../packages/burrow/src/model/reasons.ts";
export { settingsSchema, settingTables } from "../packages/burrow/src/project/settings/describe.ts";
export { schemas } from "../packages/burrow/src/protocol/documents.ts";
