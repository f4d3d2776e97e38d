import { readFile } from "node:fs/promises";

/** A file of the package's templates/init folder; `NAME` and the like in it are replaced. */
export const template = async (
  name: string,
  words: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const text = await readFile(new URL(`../../../templates/init/${name}`, import.meta.url), "utf8");
  return Object.entries(words).reduce((filled, [word, value]) => filled.replaceAll(word, value), text);
};
