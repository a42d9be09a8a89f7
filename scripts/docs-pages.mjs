// The reference pages, from the tables in the code. Pure: tables in, texts out, so that a test can compare them with what is on disk.

const NOTE = "<!-- Written by `npm run docs` from the table in the code. Do not edit. -->";
const cell = (text) => String(text).replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

/** Page texts by their path below the repository's root. */
export function pages({ errors, reasons }) {
  return {
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
  };
}

const page = (title, about, body) => `# ${title}\n\n${NOTE}\n\n${about}\n\n${body}\n`;
