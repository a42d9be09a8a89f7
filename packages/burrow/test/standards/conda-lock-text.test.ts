import { expect, test } from "vitest";
import { condaLockText } from "../../src/standards/conda-lock-text.ts";

test("the unified form, sorted by name and platform, with nothing that YAML could read as something else", () => {
  const conda = { build: "0", subdir: "noarch", channel: "main" };
  const pin = {
    name: "pie",
    version: "1.0",
    hashes: ["sha256:aa", "md5:bb"],
    url: "https://channels.example/main/noarch/pie-1.0-0.conda",
    conda: {
      ...conda,
      depends: ["python >=3.8", "apple <3", "python_abi 3.11.* *_cp311", "python <4", "__unix"],
    },
  };
  const bare = { name: "on", version: "2024", hashes: ["md5:cc"], url: "file:///it's", conda };
  expect(
    condaLockText({
      channels: ["main", "https://channels.example/extra"],
      sources: ["environment.yml"],
      platforms: {
        "osx-arm64": { contentHash: "22", pins: [bare] },
        "linux-64": { contentHash: "11", pins: [bare, pin] },
      },
    }),
  ).toMatchInlineSnapshot(`
    "# Written by burrow lock. To have what it says: burrow up
    version: 1
    metadata:
      content_hash:
        linux-64: 11
        osx-arm64: 22
      channels:
      - url: main
        used_env_vars: []
      - url: 'https://channels.example/extra'
        used_env_vars: []
      platforms:
      - linux-64
      - osx-arm64
      sources:
      - 'environment.yml'
    package:
    - name: 'on'
      version: '2024'
      manager: conda
      platform: linux-64
      dependencies: {}
      url: 'file:///it''s'
      hash:
        md5: cc
      category: main
      optional: false
    - name: 'on'
      version: '2024'
      manager: conda
      platform: osx-arm64
      dependencies: {}
      url: 'file:///it''s'
      hash:
        md5: cc
      category: main
      optional: false
    - name: pie
      version: '1.0'
      manager: conda
      platform: linux-64
      dependencies:
        '__unix': ''
        apple: '<3'
        python: '<4,>=3.8'
        python_abi: '3.11.* *_cp311'
      url: 'https://channels.example/main/noarch/pie-1.0-0.conda'
      hash:
        md5: bb
        sha256: aa
      category: main
      optional: false
    "
  `);
});
