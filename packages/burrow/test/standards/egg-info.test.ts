import { expect, test } from "vitest";

import { parseEggRequires } from "../../src/standards/egg-info.ts";

test("sections become extras and markers", () => {
  expect(
    parseEggRequires(
      "six>=1.9\nurl @ https://example.invalid/u.zip\n\n[:python_version < '3']\nfutures\n\n[Net_Work]\npysocks\n" +
        "loc @ https://example.invalid/l.zip\n\n[dev:os_name == 'nt' or os_name == 'dos']\ncolorama\n[empty]\n",
    ),
  ).toEqual({
    requires: [
      "six>=1.9",
      "url @ https://example.invalid/u.zip",
      "futures; python_version < '3'",
      'pysocks; extra == "net-work"',
      'loc @ https://example.invalid/l.zip ; extra == "net-work"',
      "colorama; (os_name == 'nt' or os_name == 'dos') and extra == \"dev\"",
    ],
    extras: ["net-work", "dev", "empty"],
  });
});
