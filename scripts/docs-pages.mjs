// The reference pages, from the tables in the code. Pure: tables in, texts out, so that a test can compare them with what is on disk.

const NOTE = "<!-- Written by `npm run docs` from the table in the code. Do not edit. -->";
const cell = (text) => String(text).replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
const page = (title, about, body) => `# ${title}\n\n${NOTE}\n\n${about}\n\n${body}\n`;

/** Page texts by their path below the repository's root. `commands` are loaded; `common` are the options that all of them have. */
export function pages({ errors, reasons, commands, common, schemas }) {
  return {
    "docs/commands.md": page(
      "Commands",
      "What can be done at a shell. `burrow help COMMAND` says the same.",
      [
        ...commands.map((command) => commandSection(command)),
        `## Options of every command\n\n${optionTable(common)}`,
      ].join("\n\n"),
    ),
    "docs/errors.md": page(
      "Errors",
      "Every code that burrow can fail with. With `--json` the code stands in `error.code`; the exit status is the command's.",
      table(
        ["code", "exit", "meaning"],
        Object.entries(errors).map(([code, { exit, about }]) => [`\`${code}\``, exit, about]),
      ),
    ),
    "docs/reasons.md": page(
      "Reasons",
      "Every reason that burrow gives for a choice. In documents a reason is `{code, params, text}`; the names in braces are its parameters.",
      table(
        ["code", "sentence"],
        Object.entries(reasons).map(([code, sentence]) => [`\`${code}\``, sentence]),
      ),
    ),
    ...Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [
        `docs/schemas/${name}.json`,
        `${JSON.stringify(schema, undefined, 2)}\n`,
      ]),
    ),
  };
}

function commandSection({ name, about, args, options, examples }) {
  const words = args.map((arg) => (arg.optional === true ? `[${arg.name}]` : arg.name));
  const usage = ["burrow", name, "[OPTIONS]", ...words].filter((word) => word !== "").join(" ");
  return [
    `## ${name === "" ? "burrow" : name}`,
    about,
    `\`\`\`text\n${[usage, ...examples.map((example) => `  ${example}`)].join("\n")}\n\`\`\``,
    ...(Object.keys(options).length === 0 ? [] : [optionTable(options)]),
  ].join("\n\n");
}

function optionTable(options) {
  return table(
    ["option", "meaning"],
    Object.entries(options).map(([name, { short, value, about }]) => [
      `\`${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value.toUpperCase()}`}\``,
      about,
    ]),
  );
}
