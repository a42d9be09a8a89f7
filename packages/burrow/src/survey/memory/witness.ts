import type { Machine } from "../../machine/machine.ts";
import { type Asks, realPathText, writableText } from "../../machine/noting.ts";
import { type AbsolutePath, parent } from "../../model/path.ts";
import type { Item } from "./kept-survey.ts";
import { lookList, type LookList } from "./look-list.ts";

/** A machine that notes who asked what. */
export interface Witness {
  readonly machine: Machine;
  /** The looks that were taken, each once, with the state of what they were taken at, which was asked for before. */
  readonly looks: LookList;
  /** What shared values were drawn from, in their order. */
  readonly shared: readonly (readonly Item[])[];
  /** Names of environment variables that were read. */
  readonly variables: ReadonlySet<string>;
  /** Notes that a folder is about to be listed; gives the number of that look. */
  list(path: AbsolutePath): number;
  /** What `look` gives, and all that it asked; `closed` when it asked what cannot be asked again. */
  during<Value>(look: () => Value): {
    readonly value: Value;
    readonly items: readonly Item[];
    readonly closed: boolean;
  };
  /** A value that many ask for: it is found out once, and whoever asks for it has asked all that it was drawn from. */
  readonly share: <Value>(look: () => Value) => () => Value;
}

/** The bits of a mode that tell what stands there, and what they are for a link. */
const KIND = 0o170_000;
const LINK = 0o120_000;

/** Begins to note. What is asked while nobody draws a conclusion is not noted. */
export function witness(machine: Machine): Witness {
  const looks = lookList();
  const shared: (readonly Item[])[] = [];
  const variables = new Set<string>();
  let open: Set<Item> | undefined;
  let unrepeatable = 0;

  /**
   * The state comes before the look: what changes between them is seen the next time. No state is kept of what another look tells as well: what a folder is,
   * its listing's state tells; and that nothing stands at a path, or a link does, changes only together with the listing of its folder.
   */
  const noteState = (asks: Asks, path: AbsolutePath): number => {
    const known = looks.at(asks, path) ?? (asks === "t" ? looks.at("c", path) : undefined);
    if (known !== undefined) return known;
    const state = machine.state(path, asks !== "e");
    const mayBeCovered = state === undefined || (asks === "e" && (state.mode & KIND) === LINK);
    const listed = mayBeCovered ? looks.at("c", parent(path)) : undefined;
    const isCovered =
      listed !== undefined &&
      (state !== undefined || asks === "e" || machine.state(path, false) === undefined);
    return isCovered ? listed : looks.add(asks, path, state);
  };
  const during = <Value>(look: () => Value) => {
    const around = open;
    const items = new Set<Item>();
    const before = unrepeatable;
    open = items;
    try {
      const value = look();
      return { value, items: [...items], closed: unrepeatable > before };
    } finally {
      open = around;
    }
  };
  const stated =
    <Rest extends readonly unknown[], Seen>(
      asks: Asks,
      look: (path: AbsolutePath, ...rest: Rest) => Seen,
    ): ((path: AbsolutePath, ...rest: Rest) => Seen) =>
    (path, ...rest) => {
      open?.add(noteState(asks, path));
      return look(path, ...rest);
    };
  const told =
    <Seen>(asks: Asks, look: (path: AbsolutePath) => Seen, textOf: (seen: Seen) => string) =>
    (path: AbsolutePath): Seen => {
      const seen = look(path);
      open?.add(looks.at(asks, path) ?? looks.addText(asks, path, textOf(seen)));
      return seen;
    };

  return {
    machine: {
      ...machine,
      env: new Proxy(machine.env, {
        get: (all, name: string) => {
          variables.add(name);
          return all[name];
        },
      }),
      readText: stated("c", (path, limit?: number) => machine.readText(path, limit)),
      readBytes: stated("c", (path, limit?: number) => machine.readBytes(path, limit)),
      list: stated("c", (path) => machine.list(path)),
      names: stated("c", (path) => machine.names(path)),
      status: stated("e", (path) => machine.status(path)),
      target: stated("t", (path) => machine.target(path)),
      readLink: stated("e", (path) => machine.readLink(path)),
      realPath: told("r", (path) => machine.realPath(path), realPathText),
      writable: told("w", (path) => machine.writable(path), writableText),
      registry: (key) => {
        unrepeatable += 1;
        return machine.registry(key);
      },
    },
    looks,
    shared,
    variables,
    list: (path) => {
      const look = noteState("c", path);
      open?.add(look);
      return look;
    },
    during,
    share: (look) => {
      const { value, items } = during(look);
      const [only] = items;
      let item = only;
      if (items.length !== 1 || item === undefined) {
        shared.push(items);
        item = -shared.length;
      }
      return () => {
        open?.add(item);
        return value;
      };
    },
  };
}
