const SECRET_NAME = /(?:pass(?:word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key)/iu;
const ASSIGNED = /^(?<before>\s*["']?(?<name>[A-Za-z0-9._-]+)["']?\s*[=:]\s*)(?<value>.+)$/u;
const PASSWORD = /(?<=:\/\/)[^\s/@"']+@/gu;

/** A text (settings, an address) without what is secret: values of names that sound so, and who signs in at an address. What was taken out is said. */
export function withoutSecrets(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const assigned = ASSIGNED.exec(line)?.groups;
      if (assigned !== undefined && SECRET_NAME.test(assigned["name"] ?? ""))
        return `# ${assigned["name"]}: left out`;
      return line.replaceAll(PASSWORD, "");
    })
    .join("\n");
}

/** The address of a channel or an archive without who signs in there: a name, or the token in it that private channels of conda's have. */
export function withoutToken(address: string): string {
  return withoutSecrets(address).replace(/(?<=\/t\/)[^/]+(?=\/)/u, "<TOKEN>");
}
