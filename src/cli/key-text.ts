import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { problem } from "../model/problem.ts";
import type { Io } from "./io.ts";

/** The text of a key's file. @throws a problem (exit 2) where it cannot be read. */
export const keyText = (path: string, { cwd }: Pick<Io, "cwd">): string => {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch {
    throw problem({ what: "the key cannot be read", where: path, todo: "Check the path.", kind: "usage" });
  }
};
