import { resolve } from "node:path";
import { readAtMost } from "../files/read-at-most.ts";
import { problem } from "../model/problem.ts";
import type { Io } from "./io.ts";

/** In bytes; a key in PEM has some hundred. */
const LARGEST = 1_000_000;

/** The text of a key's file. @throws a usage problem where it cannot be read. */
export const keyText = (path: string, { cwd }: Pick<Io, "cwd">): string => {
  try {
    return readAtMost(resolve(cwd, path), LARGEST).toString("utf8");
  } catch {
    throw problem({ what: "the key cannot be read", where: path, todo: "Check the path.", kind: "usage" });
  }
};
