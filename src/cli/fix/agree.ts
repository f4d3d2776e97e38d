import { createInterface } from "node:readline/promises";
import { problem } from "../../model/problem.ts";
import { visibleLine } from "../../text/visible.ts";
import type { Io } from "../io.ts";

/** Shows what will be done and asks. @throws a usage problem where the answer is not yes, or nobody can be asked. */
export const agreed = async (
  steps: readonly string[],
  question: string,
  { yes }: { readonly yes?: boolean },
  io: Io,
): Promise<void> => {
  for (const step of steps) io.stderr.write(`${visibleLine(step)}\n`);
  if (yes === true) return;
  if (Reflect.get(io.stdin, "isTTY") !== true)
    throw problem({
      what: "nobody can be asked whether to write: standard input is no terminal",
      todo: "Look at what is listed above, then give --yes.",
      kind: "usage",
    });
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await prompt.question(`${question} Type yes: `, { signal: io.signal });
    if (answer.trim().toLowerCase() !== "yes")
      throw problem({ what: "the answer was not yes", todo: "Nothing was changed.", kind: "usage" });
  } finally {
    prompt.close();
  }
};
