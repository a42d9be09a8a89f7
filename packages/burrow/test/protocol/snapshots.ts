import type { Snapshot } from "../../src/model/snapshot.ts";
import { path } from "../render/kit.ts";

/** A snapshot with every field that one can have. */
export const snapshot: Snapshot = {
  schema: 1,
  id: "20261124T165109123Z-0a1b2c3d",
  name: "before upgrade",
  takenAt: "2026-11-24T16:51:09.123Z",
  occasion: "by-hand",
  label: "3a",
  command: "burrow up",
  action: "upgrade",
  project: path("/home/me/app"),
  installers: ["pip"],
  environment: {
    prefix: path("/home/me/app/.venv"),
    kind: "uv",
    managed: true,
    generation: 3,
    project: path("/home/me/app"),
    prompt: "app",
    systemSitePackages: true,
  },
  platform: { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
  python: {
    version: "3.12.4",
    implementation: "cpython",
    freeThreaded: false,
    executable: path("/usr/bin/python3.12"),
  },
  conda: {
    packages: [
      {
        name: "_libgcc_mutex",
        version: "0.1",
        build: "main",
        subdir: "linux-64",
        channel: "main",
        url: "https://channels.example/main/linux-64/_libgcc_mutex-0.1-main.conda",
        hashes: [`sha256:${"c".repeat(64)}`],
        requested: ["_libgcc_mutex ==0.1"],
        byHand: true,
      },
      { name: "tz", version: "2024a", build: "", subdir: "", channel: "", hashes: [`md5:${"d".repeat(32)}`] },
    ],
    variables: { STAGE: "test\nbench" },
  },
  distributions: [
    {
      name: "click",
      version: "8.1.7",
      hashes: [`sha256:${"a".repeat(64)}`],
      requested: true,
      byHand: true,
    },
    {
      name: "lib",
      version: "1.0+local",
      hashes: [],
      editable: path("/home/me/lib"),
      directUrl: { url: "file:///home/me/lib", folder: { editable: true } },
    },
    {
      name: "tool",
      version: "2.0",
      hashes: [],
      directUrl: {
        url: "https://example.org/tool",
        vcs: { kind: "git", commit: "abc", requested: "main" },
        subdirectory: "py",
      },
    },
  ],
};
