import { expect, test } from "vitest";
import { parseRegistry } from "../../src/standards/registry.ts";

// The form of `reg query` (its reference, "Remarks") of the keys that PEP 514 describes, on a German Windows.
const QUERIED = `
HKEY_CURRENT_USER\\Software\\Python\\PythonCore
    DisplayName    REG_SZ    Python Software Foundation

HKEY_CURRENT_USER\\Software\\Python\\PythonCore\\3.12
    SysVersion    REG_SZ    3.12

HKEY_CURRENT_USER\\Software\\Python\\PythonCore\\3.12\\InstallPath
    (Standard)    REG_SZ    C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312\\
    ExecutablePath    REG_SZ    C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312\\python.exe
    WindowedExecutablePath    REG_SZ    C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312\\pythonw.exe

HKEY_CURRENT_USER\\Software\\Python\\ContinuumAnalytics\\Anaconda39-64\\InstallPath
    (Standard)    REG_SZ    C:\\Users\\me\\anaconda3

HKEY_CURRENT_USER\\Software\\Python\\PyLauncher
    (Standard)    REG_SZ
`;

test("the Pythons that are noted, and nothing else", () => {
  expect(parseRegistry(QUERIED.replaceAll("\n", "\r\n"))).toEqual([
    {
      company: "PythonCore",
      tag: "3.12",
      prefix: "C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312\\",
      executable: "C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312\\python.exe",
    },
    { company: "ContinuumAnalytics", tag: "Anaconda39-64", prefix: "C:\\Users\\me\\anaconda3" },
  ]);
});

test("any other text is nothing", () => {
  expect(parseRegistry("ERROR: The system was unable to find the specified registry key or value.")).toEqual(
    [],
  );
});
