// `npm run drift`: whether AWS lists a condition key, an action or a resource type that our tables do not
// decide on. Ends with 1 and the names where it does.
import { drift } from "./drift/compare.ts";
import { sources } from "./drift/sources.ts";
import { TABLES } from "./drift/tables.ts";
import { ACTIONS_DATE } from "../src/services/ses/actions.ts";
import { OTHER_ACTIONS_DATE } from "../src/services/ses/other-actions.ts";

const WORDS = {
  globalKeys: "global condition keys",
  serviceKeys: "condition keys of ses",
  actions: "actions on identities",
  otherActions: "other actions of ses",
  resourceTypes: "resource types of ses",
} as const;

const counts = (lists: { readonly [L in keyof typeof WORDS]: readonly unknown[] }): string =>
  (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .filter((list) => lists[list].length > 0)
    .map((list) => `${lists[list].length} ${WORDS[list]}`)
    .join(", ");

const published = await sources();
for (const source of published) console.log(`${source.title}: ${counts(source)}`);
const { excluded } = TABLES;
console.log(`our tables, actions of ${ACTIONS_DATE}, others of ${OTHER_ACTIONS_DATE}: ${counts(TABLES)}`);
const names = (reasons: Readonly<Record<string, string>>): readonly string[] => Object.keys(reasons);
const leftOut = {
  globalKeys: names(excluded.globalKeys),
  serviceKeys: names(excluded.serviceKeys),
  actions: names(excluded.actions),
  otherActions: names(excluded.otherActions),
  resourceTypes: names(excluded.resourceTypes),
};
console.log(`left out with a reason: ${counts(leftOut)}`);
const faults = drift(TABLES, published);
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "drift: none" : `drift: ${faults.length}`);
process.exitCode = faults.length === 0 ? 0 : 1;
