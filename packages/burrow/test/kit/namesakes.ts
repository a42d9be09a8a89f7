import type { WheelRecipe } from "./wheel.ts";

/** What the scenarios ask for, under the same names, as small wheels: pip has no cache to link from, and fetches each of them again. */
export const NAMESAKES: readonly WheelRecipe[] = [
  ...["6.2.0", "7.0.0", "8.4.0"].map((version) => ({ name: "pytest", version, requires: ["pluggy"] })),
  { name: "pluggy", version: "1.5.0" },
  { name: "PyYAML", version: "6.0.2" },
  { name: "watchdog", version: "6.0.0", files: { "watchdog.py": `BARK = "${"woof ".repeat(300_000)}"\n` } },
  ...["5.9.8", "6.1.1"].map((version) => ({ name: "psutil", version })),
  { name: "humanize", version: "4.9.0" },
  { name: "requests", version: "2.28.2", requires: ["urllib3<1.27"] },
  ...["1.26.20", "2.2.3"].map((version) => ({ name: "urllib3", version })),
  ...["scikit-learn", "PyGithub", "tree-sitter", "python-docx", "PyPDF2"].map((name) => ({
    name,
    version: "9.0",
  })),
];
