import { GLOBAL_KEYS, isFamilyRow, type KeyMeaning } from "../../src/policy/keys.ts";
import { SES_KEYS } from "../../src/services/ses/keys.ts";

const PEOPLE = "user, session, role, root, federated";

const carriedBy = (row: KeyMeaning): string => {
  if (row.class === "absent") return "nobody";
  const callers = row.callers?.join(", ") ?? "everybody";
  const who = callers === PEOPLE ? "all but services" : callers === "service" ? "services" : callers;
  return [
    who,
    row.needs,
    row.byAction === true ? "only on actions that name it" : undefined,
    row.optional === true ? "may be missing" : undefined,
    row.contested === true ? "AWS's pages disagree" : undefined,
  ]
    .filter((part) => part !== undefined)
    .join("; ");
};

const line = (row: KeyMeaning): string =>
  `| \`${row.name}${isFamilyRow(row) ? "…" : ""}\` | ${row.class} | ${row.type}${row.multivalued ? ", list" : ""} | ${carriedBy(row)} | ${row.says} | [source](${row.source}) |`;

/** The table of condition keys as it stands in docs/exposure.md. */
export const keyTable = (): string =>
  [
    "| key | class | type | carried by | what it means | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...[...GLOBAL_KEYS, ...SES_KEYS].map(line),
  ].join("\n");
