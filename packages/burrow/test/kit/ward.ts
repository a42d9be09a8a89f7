import type { WheelRecipe } from "./wheel.ts";

/** What is installed before it is broken. */
export const ASKED = ["tool", "torch", "lonely"] as const;

/** An index of small wheels: one has a script and a need, one says what it is built for. */
export const WARD: readonly WheelRecipe[] = [
  {
    name: "tool",
    version: "1.0",
    requires: ["leaf>=1"],
    scripts: { tool: "tool:main" },
    files: { "tool/__init__.py": "import leaf\ndef main(): print('tool')\n", "tool/part.py": "x = 1\n" },
  },
  { name: "leaf", version: "1.0", files: { "leaf/__init__.py": "", "leaf/vein.py": "y = 2\n" } },
  {
    name: "torch",
    version: "2.1.0+cu121",
    files: {
      "torch/__init__.py": "",
      "torch/version.py": "__version__ = '2.1.0+cu121'\ncuda = '12.1'\nhip = None\n",
    },
  },
  { name: "lonely", version: "3.0", files: { "lonely/__init__.py": "z = 3\n" } },
];
