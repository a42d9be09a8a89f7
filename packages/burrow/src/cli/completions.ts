import type { Command, Option } from "./command.ts";
import { COMMON } from "./common-options.ts";

/** The shells that burrow writes completions for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];

/** Whether burrow writes completions for it. */
export function isShell(name: string): name is Shell {
  return (SHELLS as readonly string[]).includes(name);
}

/** The lines of a script that completes commands and their options. */
export function completionsFor(shell: Shell, commands: readonly Command[]): readonly string[] {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      return zsh(commands);
    case "fish":
      return fish(commands);
  }
}

function optionsOf({ options }: Command): readonly (readonly [string, Option])[] {
  return Object.entries({ ...options, ...COMMON });
}

function bash(commands: readonly Command[]): readonly string[] {
  return [
    "_burrow() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" command="" index words',
    "  for ((index = 1; index < COMP_CWORD; index++)); do",
    '    case "${COMP_WORDS[index]}" in -*) ;; *) command="${COMP_WORDS[index]}"; break ;; esac',
    "  done",
    '  case "$command" in',
    `    "") words="${commands.map(({ name }) => name).join(" ")} --help --version" ;;`,
    ...commands.map(
      (one) =>
        `    ${one.name}) words="${optionsOf(one)
          .map(([name]) => `--${name}`)
          .join(" ")}" ;;`,
    ),
    '    *) words="" ;;',
    "  esac",
    '  if [[ "$word" == -* || -z "$command" ]]; then COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  else COMPREPLY=($(compgen -f -- "$word")); fi',
    "}",
    "complete -o filenames -F _burrow burrow",
  ];
}

function zsh(commands: readonly Command[]): readonly string[] {
  return [
    "#compdef burrow",
    "_burrow() {",
    "  local -a commands",
    "  commands=(",
    ...commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`),
    "  )",
    "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
    '  case "$words[2]" in',
    ...commands.map(
      (one) =>
        `    ${one.name}) _arguments ${optionsOf(one)
          .map(([name, { about, type }]) =>
            quoted(`--${name}${type === "string" ? "=" : ""}[${about.replaceAll(/[[\]]/gu, "")}]`),
          )
          .join(" ")} '*:file:_files' ;;`,
    ),
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_burrow" ]; then _burrow "$@"; else compdef _burrow burrow; fi',
  ];
}

function fish(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((one) => [
    `complete -c burrow -n __fish_use_subcommand -f -a ${one.name} -d ${fishQuoted(one.about)}`,
    ...optionsOf(one).map(
      ([name, { about, type, short }]) =>
        `complete -c burrow -n ${fishQuoted(`__fish_seen_subcommand_from ${one.name}`)} -l ${name}${
          short === undefined ? "" : ` -s ${short}`
        }${type === "string" ? " -r" : ""} -d ${fishQuoted(about)}`,
    ),
  ]);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
