import { GLOBAL_KEYS, isFamilyRow, type KeyMeaning } from "../../src/policy/keys.ts";
import { SES_KEYS } from "../../src/services/ses/keys.ts";

const PEOPLE = "user, session, role, root, federated";

const carriedBy = (row: KeyMeaning): string => {
  if (row.class === "absent") return "no request";
  const callers = row.callers?.join(", ") ?? "everyone";
  const who = callers === PEOPLE ? "all but AWS services" : callers === "service" ? "AWS services" : callers;
  return [
    who,
    row.needs,
    row.byAction === true ? "only on actions that name it" : undefined,
    row.optional === true ? "may be absent" : undefined,
    row.contested === true ? "AWS's pages disagree" : undefined,
  ]
    .filter((part) => part !== undefined)
    .join("; ");
};

const line = (row: KeyMeaning): string =>
  `| \`${row.name}${isFamilyRow(row) ? "…" : ""}\` | ${row.class} | ${row.type}${row.multivalued ? ", list" : ""} | ${carriedBy(row)} | ${row.says} | [source](${row.source}) |`;

const CLASSES: readonly (readonly [KeyMeaning["class"], string])[] = [
  ["caller", "who calls; a stranger has a value of their own and never one that a policy names"],
  ["service-set", "set by an AWS service that makes the call; absent on direct calls"],
  ["network", "where the call comes from; a stranger never has a narrow network that a policy names"],
  ["chosen", "the caller chooses the value, so the key restricts nobody"],
  ["caller-kind", "what kind of caller it is; anyone can be any of them"],
  ["content", "what is asked for; it limits the request and not who makes it"],
  ["fixed", "the same for every request on the resource"],
  ["time", "when the call is made"],
  ["absent", "no request on the resource carries it"],
];

/** docs/condition-keys.md: every key of the tables, with what is known of it. */
export const conditionKeysPage = (): string =>
  [
    "# The condition keys",
    "",
    "Generated from `src/policy/keys.ts` and `src/services/ses/keys.ts` by `npm run docs`. All that the decision knows of a key",
    "follows from its row, so a new key is one row. A key without a row is an open question, never taken as absent:",
    "docs/exposure.md.",
    "",
    "| class | meaning |",
    "| --- | --- |",
    ...CLASSES.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    "",
    "| key | class | type | carried by | meaning | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...[...GLOBAL_KEYS, ...SES_KEYS].map(line),
    "",
  ].join("\n");
