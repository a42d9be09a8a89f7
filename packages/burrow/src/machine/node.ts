/**
 * Modules of Node that every start of burrow needs. An `import` of one evaluates all that it offers, streams included, which takes as long as a whole
 * survey of a small project; this takes the module as it is.
 */
export const fs = process.getBuiltinModule("node:fs");
