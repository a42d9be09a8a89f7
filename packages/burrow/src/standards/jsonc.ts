import { JsonFault, type JsonNode, JsoncReader } from "./jsonc-reader.ts";
import type { LocatedDocument } from "./located-document.ts";
import { positionsIn, type LocatedProblem } from "./position.ts";

/** JSON that was read, or the first thing that is wrong with it. */
export type JsoncResult =
  | { readonly ok: true; readonly document: LocatedDocument }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads JSON (RFC 8259) as editors write it for people: with comments and trailing commas. A key that is given twice is a problem. Total. */
export function parseJsonc(text: string): JsoncResult {
  try {
    return { ok: true, document: documentOf(text, new JsoncReader(text).document()) };
  } catch (cause) {
    if (!(cause instanceof JsonFault)) throw cause;
    const { message, at } = cause;
    return { ok: false, problem: { message: `it is not JSON: ${message}`, ...positionsIn(text)(at) } };
  }
}

/** Where a value and its key stand. */
interface Place {
  readonly node: JsonNode;
  readonly key: number;
}

function documentOf(text: string, root: JsonNode): LocatedDocument {
  let position: ReturnType<typeof positionsIn> | undefined;
  const positionOf = (offset: number) => (position ??= positionsIn(text))(offset);

  /** The places on the way to the value, as far as they go. */
  const way = (path: readonly (string | number)[]): readonly Place[] => {
    const places: Place[] = [{ node: root, key: root.at }];
    for (const part of path) {
      const next = below(places.at(-1)?.node, part);
      if (next === undefined) break;
      places.push(next);
    }
    return places;
  };
  return {
    get: (...path) => {
      const places = way(path);
      const last = places.at(-1);
      return places.length > path.length && last !== undefined ? plain(last.node) : undefined;
    },
    where: (...path) => positionOf(way(path).at(-1)?.node.at ?? 0),
    whereKey: (...path) => positionOf(way(path).at(-1)?.key ?? 0),
  };
}

function below(node: JsonNode | undefined, part: string | number): Place | undefined {
  if (node?.kind === "table" && typeof part === "string") {
    const member = node.members.get(part);
    return member && { node: member.node, key: member.at };
  }
  const item = node?.kind === "list" && typeof part === "number" ? node.items[part] : undefined;
  return item && { node: item, key: item.at };
}

/** The value as `JSON.parse` gives it. */
function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "value":
      return node.value;
    case "list":
      return node.items.map(plain);
    case "table":
      return Object.fromEntries([...node.members].map(([key, member]) => [key, plain(member.node)]));
  }
}
