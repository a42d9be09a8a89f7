import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import { newReader } from "../../src/plan/new-reader.ts";
import { severityOf } from "../../src/plan/severity.ts";

const judged = (
  name: string,
  installed: string,
  resolved?: string,
  breaks: Parameters<typeof severityOf>[0]["breaks"] = [],
  policy = DEFAULT_POLICY,
) => {
  const { severity, because } = severityOf(
    { name, installed, breaks, ...(resolved !== undefined && { resolved }) },
    policy,
    newReader(),
  );
  return `${severity}: ${because.code}`;
};

describe("severity of a conflict, in its order", () => {
  test.each([
    // A14: however near the versions are
    ["pytest", "8.3.5", "8.4.0", "major: severity-breaking"],
    ["pyyaml", "6.0.1", "6.0.2", "major: severity-breaking"],
    ["scikit-learn", "1.5.1", "1.5.2", "major: severity-breaking"],
    // A15: however far
    ["watchdog", "2.1.0", "6.0.0", "minor: severity-upgradeable"],
    ["psutil", "5.9.0", "6.1.1", "minor: severity-upgradeable"],
    ["tree-sitter", "0.20.0", "1.0.0", "minor: severity-upgradeable"],
    // A16: nobody listed them, so their first numbers tell
    ["pygithub", "2.4.0", "2.5.0", "minor: severity-minor"],
    ["pygithub", "1.59", "2.5.0", "major: severity-release"],
    ["python-docx", "1.0.1", "1.1.0", "minor: severity-minor"],
    ["pypdf2", "2.12.1", "3.0.0", "major: severity-release"],
    ["pypdf2", "3.0.0", "1!3.0.0", "major: severity-release"],
  ])("%s %s → %s: %s", (name, installed, resolved, expected) => {
    expect(judged(name, installed, resolved)).toBe(expected);
  });

  test("what would break another is major before any list, and what nobody can replace is major", () => {
    const breaks = [{ name: "botocore", version: "1.34.0", needs: "psutil<6" }];
    expect(judged("psutil", "5.9.0", "6.1.1", breaks)).toBe("major: severity-breaks");
    expect(judged("flask", "2.0")).toBe("major: severity-unknown");
  });

  test("both lists are settings; breaking comes before upgradeable", () => {
    const policy = { ...DEFAULT_POLICY, breaking: ["psutil"], upgradeable: ["psutil", "pypdf2"] };
    expect(judged("psutil", "6.1.0", "6.1.1", [], policy)).toBe("major: severity-breaking");
    expect(judged("pypdf2", "2.0", "3.0", [], policy)).toBe("minor: severity-upgradeable");
    expect(judged("pytest", "8.3", "8.4", [], policy)).toBe("minor: severity-minor");
  });
});
