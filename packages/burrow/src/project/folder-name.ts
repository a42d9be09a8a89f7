import { join, type AbsolutePath } from "../model/path.ts";
import { normalizeName } from "../standards/name.ts";
import { parsePyproject } from "../standards/pyproject.ts";
import { parseSetupCfg } from "../standards/setup-cfg.ts";
import { parseSetupPy } from "../standards/setup-py.ts";
import type { Scope } from "./reading.ts";
import { sourceText } from "./source-text.ts";

/** The normalised name of the project in a folder, as its files state it (PEP 621, `setup.cfg`, a literal in `setup.py`); undefined when only a build can tell. */
export function folderName(folder: AbsolutePath, scope: Scope): string | undefined {
  const text = (name: string): string => {
    const source = sourceText(join(folder, name), scope);
    return source.state === "text" ? source.text : "";
  };
  const { project, poetry } = parsePyproject(text("pyproject.toml"));
  const name =
    project?.name?.text ??
    poetry?.name?.text ??
    parseSetupCfg(text("setup.cfg")).name?.text ??
    parseSetupPy(text("setup.py")).name?.text;
  return name === undefined ? undefined : normalizeName(name);
}
