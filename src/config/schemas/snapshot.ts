import {
  CALLER,
  FILE_NOTE,
  LANES,
  PLACE,
  POLICY,
  REFUSAL,
  SCOPE_ID,
  SCOPE_STATUS,
  TEXTS,
  TIME,
  UNREAD,
} from "./parts.ts";
import {
  COUNT,
  DIALECT,
  FLAG,
  KIND_NAME,
  listOf,
  oneOf,
  open,
  orNull,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

const HEAD = open({
  kind: { const: "snapshot" },
  version: { const: 1 },
  startedAt: TIME,
  tool: TEXT,
  caller: orNull(CALLER),
  parameters: { type: "object" },
});

const SCOPE = open(
  {
    kind: { const: "scope" },
    id: SCOPE_ID,
    status: SCOPE_STATUS,
    listed: COUNT,
    gone: COUNT,
    excluded: COUNT,
    populationKnown: FLAG,
    only: listOf(TEXT),
    unread: REFUSAL,
    reason: TEXT,
    files: listOf(FILE_NOTE),
    lanes: LANES,
  },
  ["listed", "gone", "excluded", "populationKnown", "only", "unread", "reason", "files", "lanes"],
);

const END = open({ kind: { const: "end" }, finishedAt: TIME });

/** A fact is its value, a refusal, or not there. */
const fact = (value: JsonSchema): JsonSchema => ({ anyOf: [value, UNREAD] });

const SES_IDENTITY = open(
  {
    kind: { const: "aws.ses.identity" },
    scope: SCOPE_ID,
    id: TEXT,
    collectedAt: TIME,
    arn: TEXT,
    place: PLACE,
    type: oneOf(["Domain", "EmailAddress"]),
    policies: fact(listOf(POLICY)),
    verification: fact(TEXT),
    dkim: fact(open({ enabled: FLAG, status: TEXT })),
    tags: fact(TEXTS),
    tagsInCode: TEXTS,
  },
  ["scope", "collectedAt", "arn", "place", "type", "policies", "verification", "dkim", "tags", "tagsInCode"],
);

/** A kind of a plugin: what it holds, the plugin says. */
const OTHER = open({ kind: { ...KIND_NAME, not: { const: "aws.ses.identity" } }, id: TEXT });

/** One line of a snapshot. A hand-written one may leave out the scope, which then comes from the ARN. */
export const SNAPSHOT_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern snapshot, version 1: one line",
  description: "A snapshot is JSON Lines; each line has this form.",
  type: "object",
  required: ["kind"],
  oneOf: [HEAD, SCOPE, END, SES_IDENTITY, OTHER],
};
