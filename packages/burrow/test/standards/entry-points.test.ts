import { expect, test } from "vitest";

import { parseEntryPoints } from "../../src/standards/entry-points.ts";

test("groups, names in their own case, attributes and extras", () => {
  expect(
    parseEntryPoints(
      "[console_scripts]\nShop-Cli = shop.cli:main.run\nplain=shop\n\n# a comment\n[shop.plugins]\n" +
        "a:b = shop.a:B [net, x]\nnot an entry\nbad = not a module\n",
    ),
  ).toEqual([
    { group: "console_scripts", name: "Shop-Cli", module: "shop.cli", attribute: "main.run", extras: [] },
    { group: "console_scripts", name: "plain", module: "shop", extras: [] },
    { group: "shop.plugins", name: "a:b", module: "shop.a", attribute: "B", extras: ["net", "x"] },
  ]);
});
