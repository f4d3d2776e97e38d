// `npm run drift`: whether AWS lists a condition key, an action on identities or a resource type that our tables do not
// decide on. Ends with 1 and the names where it does.
import { drift, type Source } from "./drift/compare.ts";
import { sources } from "./drift/sources.ts";
import { TABLES } from "./drift/tables.ts";
import { ACTIONS_DATE } from "../src/services/ses/actions.ts";

const counts = ({ globalKeys, serviceKeys, actions, resourceTypes }: Omit<Source, "title">): string =>
  [
    [globalKeys, "global condition keys"],
    [serviceKeys, "condition keys of ses"],
    [actions, "actions on identities"],
    [resourceTypes, "resource types of ses"],
  ]
    .filter(([list]) => list !== undefined && list.length > 0)
    .map(([list, words]) => `${list?.length ?? 0} ${String(words)}`)
    .join(", ");

const published = await sources();
for (const source of published) console.log(`${source.title}: ${counts(source)}`);
const { excluded } = TABLES;
console.log(`our tables, actions of ${ACTIONS_DATE}: ${counts(TABLES)}`);
console.log(
  `left out with a reason: ${Object.entries(excluded)
    .map(([list, reasons]) => `${Object.keys(reasons).length} ${list}`)
    .join(", ")}`,
);
const faults = drift(TABLES, published);
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "drift: none" : `drift: ${faults.length}`);
process.exitCode = faults.length === 0 ? 0 : 1;
