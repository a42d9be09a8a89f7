import { expect, test } from "vitest";

import { parseScriptMetadata } from "../../src/standards/script-metadata.ts";

test("the block, with places in the file", () => {
  expect(
    parseScriptMetadata(
      'import x\n# /// script\r\n# dependencies = [\n#   "rich",\n# ]\n#\n# [tool.x]\n# ///\n# comment\n',
    ),
  ).toEqual({ dependencies: [{ text: "rich", line: 4, column: 6 }], problems: [] });
});

test("the last closing line among the comments counts, other types are passed over", () => {
  expect(
    parseScriptMetadata(
      '# /// other\n# x = 1\n# ///\n\n# /// script\n# requires-python = ">=3.8"\n# # ///\n# ///\n',
    ),
  ).toEqual({ requiresPython: { text: ">=3.8", line: 6, column: 22 }, dependencies: [], problems: [] });
});

test.each([
  "",
  "# /// script\n",
  "# /// script\n# x = 1\n",
  "# /// script\nx\n# ///\n",
  " # /// script\n# x = 1\n# ///",
  "# /// script\n# ///\n",
])("no block in %j", (text) => {
  expect(parseScriptMetadata(text)).toBeUndefined();
});

test("two blocks, and a block that is no TOML", () => {
  const block = "# /// script\n# dependencies = []\n# ///\n";
  expect(parseScriptMetadata(`${block}\n${block}`)?.problems).toEqual([
    { message: "there are two `script` blocks", line: 5, column: 1 },
  ]);
  expect(parseScriptMetadata("# /// script\n# a = \n# ///\n")?.problems).toMatchObject([{ line: 2 }]);
});
