import { readFileSync } from "node:fs";
import type { Output } from "../../src/machine/command.ts";

/** What an engine left behind when it was really asked, by the name of the case; addresses and folders are replaced. */
export function recorded(engine: "uv" | "pip", version: string): (label: string) => Output {
  const file = new URL(`../engines/${engine}/recorded/${engine}-${version}.json`, import.meta.url);
  const outputs = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Output>>;
  return (label) => {
    const found = outputs[label];
    if (found === undefined) throw new Error(`${engine} ${version} has no recording of ${label}`);
    return found;
  };
}
