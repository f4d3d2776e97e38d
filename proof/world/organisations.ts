import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import { ORGANISATION_PATH } from "./consistency.ts";
import { instances } from "./globs.ts";
import { constants, type Names } from "./names.ts";
import { distinct, type Part } from "./part.ts";
import { valuesFor } from "./values.ts";

const ID = /^o-[a-z0-9]{10,32}$/;
const FRESH = "o-stranger01";

/** In no organisation, in one of nobody's (also by a wildcard), in a named one, in a trusted one: id and paths under `id` and `paths`. */
export const organisations = (
  policies: readonly Policy[],
  names: Names,
  question: Question,
  id: string,
  paths: string,
): readonly Part[] => {
  const patterns = valuesFor(policies, paths);
  // What any other key is compared with may be an organisation's, as a variable brings its id or path in there.
  const ids = [...valuesFor(policies, id, paths), ...constants(policies)].flatMap((one) =>
    instances(one.split("/")[0] ?? "", ["", "0000000000"]),
  );
  const all = [...new Set([FRESH, ...ids, ...names.organisations, ...question.trust.organizations])]
    .filter((one) => ID.test(one))
    .flatMap((one): readonly Part[] =>
      pathsIn(one, patterns).map((path) => ({
        mark: names.organisations.has(one) || question.trust.organizations.includes(one) ? one : "fresh",
        context: { [id]: one, [paths]: [path] },
      })),
    );
  return distinct([{ mark: "fresh", context: {} }, ...all], [id, paths], policies);
};

const pathsIn = (organisation: string, patterns: readonly string[]): readonly string[] => {
  const rests = patterns.map((pattern) => pattern.split("/").slice(1).join("/"));
  return [
    ...new Set([
      `${organisation}/r-zz99/`,
      ...rests.flatMap((rest) =>
        instances(rest, ["", "r-zz99/", "ou-zz99-99999999/"]).map((filled) => `${organisation}/${filled}`),
      ),
    ]),
  ].filter((path) => ORGANISATION_PATH.test(path));
};
