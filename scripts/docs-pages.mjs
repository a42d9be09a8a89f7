// The reference pages, from the tables in the code. Pure: tables in, texts out, so that a test can compare them with what is on disk.

const NOTE = "<!-- Written by `npm run docs` from the table in the code. Do not edit. -->";
const cell = (text) => String(text).replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
const page = (title, about, body) => `# ${title}\n\n${NOTE}\n\n${about}\n\n${body}\n`;

const SETTINGS = `Settings are read from, later ones before earlier ones:

1. the defaults below;
2. the user's \`burrow.toml\` in burrow's configuration folder;
3. the keys \`force_isolation\`, \`allow_global_python\` and \`conflict_tolerance\` below \`setup.python_environment\` in a \`cortex.config.json\`;
4. \`burrow.toml\` beside the project, or \`[tool.burrow]\` in its \`pyproject.toml\`, or the same as JSON with comments in \`burrow.json\` or \`burrow.jsonc\`: one of them, more are an error;
5. what is said on the command line.

An environment or an after-step that is named in two of them counts as a whole. A key that burrow does not know is an error that names the nearest one. Paths start at the file that holds them; \`~\` is the home folder. [The schema](schemas/settings.json) is for editors.`;

const ENGINES = `Burrow decides; these tools resolve and install. A tool that is not tried has a driver that was written from its documents, or from answers that somebody
recorded of it, and that no test runs for real; \`burrow doctor --verbose\` lists these.

\`--engine NAME\` names one. Without it py-rattler is taken where it was fetched before. The other tools run the scripts of packages whenever they link, so that they
are taken by themselves only with \`--allow-post-link\`; then the order is burrow's own folder of engines, then PATH. A program in a project's \`.burrow/bin\` is run only
when it is named, or when burrow put it there and nothing of it has changed since: a project's folder may come from anywhere.`;

/** Page texts by their path below the repository's root. `commands` are loaded; `common` are the options that all of them have. */
export function pages({ engines, errors, reasons, findings, commands, common, schemas, settings }) {
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
    "docs/findings.md": page(
      "Findings",
      "What `burrow doctor` finds, and how grave it is: an error or worse makes the exit status 1. The word is what a line of its answer shows.\n\nWhat `conda doctor` of conda 26.7.1 finds (files gone or altered, packages that do not go together, a prefix that is not listed, pins, certificates, locks turned off), burrow finds as well: the two were run side by side over prefixes broken in each of these ways, and who has conda can do it again (CONTRIBUTING.md). Two things burrow leaves to conda: it asks no network with `REQUESTS_CA_BUNDLE`, and altered files are found with `--deep`.",
      table(
        ["code", "severity", "word", "meaning"],
        Object.entries(findings).map(([code, { severity, word, about }]) => [
          `\`${code}\``,
          severity,
          word,
          about,
        ]),
      ),
    ),
    "docs/engines.md": page(
      "Engines",
      ENGINES,
      table(
        ["engine", "for", "tried with", "how"],
        Object.entries(engines).map(([name, { backend, driven, tried, how }]) => [
          `\`${name}\``,
          backend,
          tried ?? (driven ? "**not tried**" : "no driver"),
          how,
        ]),
      ),
    ),
    "docs/settings.md": page("Settings", SETTINGS, settings.map(settingsSection).join("\n\n")),
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

function settingsSection({ header, about, rows }) {
  const lines = rows.map(({ key, form, default: value, about: meaning }) => [
    `\`${key}\``,
    form,
    value === undefined ? "" : `\`${value}\``,
    meaning,
  ]);
  const title = header === undefined ? "At the top" : `\`${header}\``;
  return `## ${title}\n\n${about}\n\n${table(["key", "value", "default", "meaning"], lines)}`;
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
