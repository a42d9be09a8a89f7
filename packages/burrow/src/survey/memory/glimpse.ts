import type { Entry } from "../../machine/machine.ts";
import { isSkipped } from "../locators/home.ts";
import { signsOf, type Signs } from "../signs.ts";

/** What a walk needs to know of a folder. */
export interface Glimpse extends Signs {
  /** Names of the folders in it that may be looked into. */
  readonly folders: readonly string[];
  /** Names of links, and of a file `.venv`, which leads elsewhere as they do. */
  readonly links: readonly string[];
}

/** Takes it from the entries of a folder. */
export function glimpseOf(entries: readonly Entry[]): Glimpse {
  const folders: string[] = [];
  const links: string[] = [];
  for (const { name, kind } of entries)
    if (kind === "folder") {
      if (!isSkipped(name)) folders.push(name);
    } else if (kind === "link" || (kind === "file" && name === ".venv")) links.push(name);
  return { ...signsOf(entries), folders, links };
}

const SIGNS: readonly Signs["environment"][] = [undefined, "likely", "certain"];

/** The same as a short text: a digit for the signs, and the names; no name has a slash in it. */
export function glimpseText({ environment, project, folders, links }: Glimpse): string {
  const digit = SIGNS.indexOf(environment) + (project ? SIGNS.length : 0);
  return `${digit}${folders.join("/")}${links.length === 0 ? "" : `//${links.join("/")}`}`;
}

/** Reads what `glimpseText` wrote. */
export function readGlimpse(text: string): Glimpse {
  const digit = text.charCodeAt(0) - 48;
  const environment = SIGNS[digit % SIGNS.length];
  const project = digit >= SIGNS.length;
  if (text.length === 1) return { environment, project, folders: [], links: [] };
  const [folders = "", links = ""] = text.slice(1).split("//");
  return { environment, project, folders: namesIn(folders), links: namesIn(links) };
}

function namesIn(text: string): readonly string[] {
  return text === "" ? [] : text.split("/");
}
