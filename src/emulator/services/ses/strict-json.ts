/** Strings first, so that what looks like structure inside one is none. Run over text that JSON.parse has taken. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** The document as SES gives it back: the white space between its tokens is gone. */
export const withoutWhiteSpace = (json: string): string => (json.match(TOKEN) ?? []).join("");

/** The first member name that stands twice in one object, in any spelling of its escapes; null where there is none. */
export const duplicateName = (json: string): string | null => {
  const open: (Set<string> | null)[] = [];
  const tokens = json.match(TOKEN) ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token.startsWith('"') && tokens[index + 1] === ":") {
      const name = JSON.parse(token) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
    }
  }
  return null;
};
