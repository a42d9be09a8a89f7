/** A text for people, with the password (and a name that stands alone, which is a token) of every address in it masked. */
export function masked(text: string): string {
  return text.replaceAll(
    /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#@'"]{0,2000})@/giu,
    (_, scheme: string, user: string) => `${scheme}${maskedUser(user)}@`,
  );
}

/** `git` and what is only a variable are no secrets. */
function maskedUser(user: string): string {
  const colon = user.indexOf(":");
  if (colon === -1) return user === "git" || isVariable(user) ? user : "***";
  const password = user.slice(colon + 1);
  return `${user.slice(0, colon)}:${isVariable(password) ? password : "***"}`;
}

function isVariable(text: string): boolean {
  return /^\$\{[A-Z0-9_]+\}$/u.test(text);
}
