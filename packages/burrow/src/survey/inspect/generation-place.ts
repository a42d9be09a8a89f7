import { absolute, type AbsolutePath } from "../../model/path.ts";

const PLACE = /^(.+)[\\/]\.burrow[\\/]generations[\\/]([^\\/]+)[\\/](\d+)$/u;

/** Which generation of which project a folder is, by its place alone: `<root>/.burrow/generations/<name>/<n>`. */
export function generationPlace(
  folder: AbsolutePath,
): { readonly root: AbsolutePath; readonly name: string; readonly number: number } | undefined {
  const [, root = "", name = "", number = ""] = PLACE.exec(folder) ?? [];
  return root === "" ? undefined : { root: absolute(root), name, number: Number(number) };
}
