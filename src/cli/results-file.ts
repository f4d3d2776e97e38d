import { RESULTS_SCHEMA } from "../config/schemas/results.ts";
import { validate } from "../config/validate.ts";
import { problem } from "../model/problem.ts";
import type { Results } from "../model/results.ts";
import { readResults } from "../results/read.ts";

/**
 * Results that were written to a file, each member in its form; members that this version does not know are let be.
 *
 * @throws a usage problem that names the first that is not.
 */
export const wholeResults = (text: string, file: string): Results => {
  const results = readResults(text, file);
  const wrong = validate(RESULTS_SCHEMA, results).find(({ says }) => !says.startsWith("unknown key"));
  if (wrong === undefined) return results;
  throw problem({
    what: `${wrong.at} ${wrong.says}`,
    where: file,
    todo: "Give a file as `-f json` or `-f jsonl` wrote it; `postern schema results` describes it.",
    kind: "usage",
  });
};
