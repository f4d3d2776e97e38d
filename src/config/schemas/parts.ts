import {
  closed,
  COUNT,
  KIND_NAME,
  listOf,
  mapOf,
  oneOf,
  open,
  orNull,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

/** Parts that snapshot and results share. */

export const TIME: JsonSchema = {
  description: "a time with its zone such as 2026-11-23T16:00:00Z",
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$",
};

export const SCOPE_ID: JsonSchema = {
  description: "a scope such as aws/111122223333/eu-west-1/ses",
  type: "string",
  pattern: "^(aws/[^/]+/[^/]+|files/.+)/[^/]+$",
};

export const SCOPE_STATUS: JsonSchema = oneOf(["complete", "partial", "unread", "unavailable", "excluded"]);

export const POINTER: JsonSchema = {
  description: "a JSON Pointer (RFC 6901)",
  type: "string",
  pattern: "^(/[\\s\\S]*)?$",
};

export const PLACE: JsonSchema = closed({
  file: TEXT,
  startLine: COUNT,
  startColumn: COUNT,
  endLine: COUNT,
  endColumn: COUNT,
});

export const REFUSAL: JsonSchema = closed({ operation: TEXT, code: TEXT, message: TEXT, attempts: COUNT });

export const UNREAD: JsonSchema = closed({ unread: REFUSAL });

export const CALLER: JsonSchema = closed({ account: TEXT, arn: TEXT });

export const FILE_NOTE: JsonSchema = closed(
  { path: TEXT, status: oneOf(["judged", "skipped", "not-understood"]), reason: TEXT, line: COUNT },
  ["reason", "line"],
);

export const LANES: JsonSchema = closed({
  open: listOf(TEXT),
  retired: listOf(closed({ lane: TEXT, unread: REFUSAL })),
});

export const SHA256: JsonSchema = {
  description: "a SHA-256 in hexadecimal digits",
  type: "string",
  pattern: "^[0-9a-f]{64}$",
};

export const TRUST: JsonSchema = closed({
  accounts: listOf(TEXT),
  organizations: listOf(TEXT),
  principals: listOf(TEXT),
  networks: listOf(TEXT),
});

export const RESOURCE: JsonSchema = closed(
  {
    kind: KIND_NAME,
    id: TEXT,
    name: TEXT,
    owner: orNull(TEXT),
    partition: orNull(TEXT),
    account: orNull(TEXT),
    region: orNull(TEXT),
    place: PLACE,
  },
  ["place"],
);

/** A request that the policies accept. */
export const WITNESS: JsonSchema = closed({
  principal: TEXT,
  action: TEXT,
  resource: TEXT,
  context: mapOf({ anyOf: [TEXT, listOf(TEXT)] }),
});

export const TEXTS: JsonSchema = mapOf(TEXT);

/** A policy in a snapshot; unknown members are kept and ignored. */
export const POLICY: JsonSchema = open(
  {
    name: TEXT,
    document: TEXT,
    places: mapOf(PLACE),
    unresolved: listOf(
      closed(
        {
          at: POINTER,
          expression: TEXT,
          place: PLACE,
          parts: listOf({ anyOf: [TEXT, closed({ expression: TEXT })] }),
        },
        ["place", "parts"],
      ),
    ),
  },
  ["places", "unresolved"],
);
