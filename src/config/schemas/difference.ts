import { PLACE, POINTER, TIME, TRUST, WITNESS } from "./parts.ts";
import {
  closed,
  COUNT,
  DIALECT,
  FLAG,
  KIND_NAME,
  listOf,
  oneOf,
  orNull,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

const PARTY = closed({
  kind: oneOf(["everyone", "account", "principal", "organization", "network", "service", "federation"]),
  name: TEXT,
});

const FOUND: JsonSchema = {
  anyOf: [
    closed({
      is: oneOf(["decided"]),
      exposure: oneOf(["exposed", "cross-account", "restricted"]),
      allowedTo: listOf(PARTY),
      witness: orNull(WITNESS),
      document: TEXT,
      at: POINTER,
      location: orNull(PLACE),
      doubts: listOf(TEXT),
    }),
    closed({ is: oneOf(["undecided"]), reason: TEXT, doubts: listOf(TEXT) }),
  ],
};

const COMPARED = closed({ name: TEXT, resources: COUNT, incomplete: listOf(TEXT) });

const CHANGE = closed({
  resource: closed({ kind: KIND_NAME, id: TEXT, name: TEXT, account: orNull(TEXT), region: orNull(TEXT) }),
  on: oneOf(["both", "old", "new"]),
  access: TEXT,
  says: TEXT,
  newlyAllowed: orNull(FOUND),
  newlyClosed: orNull(FOUND),
});

/** What `postern diff -f json` prints. */
export const DIFFERENCE_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern difference, version 1",
  ...closed({
    kind: oneOf(["difference"]),
    version: { const: 1 },
    tool: TEXT,
    now: TIME,
    trust: TRUST,
    old: COMPARED,
    new: COMPARED,
    changes: listOf(CHANGE),
    summary: closed({
      resources: COUNT,
      newlyAllowed: COUNT,
      newlyClosed: COUNT,
      undecided: COUNT,
      complete: FLAG,
    }),
  }),
};
