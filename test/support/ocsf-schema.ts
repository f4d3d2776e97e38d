import { Ajv, type ValidateFunction } from "ajv";

type JsonSchema = Readonly<Record<string, unknown>>;

const TEXT = { type: "string" };
const NUMBER = { type: "integer" };
const URL_TEXT = { type: "string", pattern: "^https://" };

const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });

/** An object of OCSF: only attributes that its definition has. */
const objectOf = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
  atLeastOne: readonly string[] = [],
): JsonSchema => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
  ...(atLeastOne.length === 0 ? {} : { anyOf: atLeastOne.map((name) => ({ required: [name] })) }),
});

/** A number and its caption, which go together. */
const captioned = (
  id: string,
  caption: string,
  captions: Readonly<Record<number, string>>,
): readonly JsonSchema[] => [
  {
    anyOf: Object.entries(captions).map(([number, text]) => ({
      properties: { [id]: { const: Number(number) }, [caption]: { const: text } },
    })),
  },
];

const CLOUD = objectOf(
  {
    provider: TEXT,
    region: TEXT,
    account: objectOf(
      { uid: TEXT, name: TEXT, type: { const: "AWS Account" }, type_id: { const: 10 } },
      [],
      ["name", "uid"],
    ),
  },
  ["provider"],
);

const METADATA = objectOf(
  {
    version: { const: "1.5.0" },
    uid: TEXT,
    event_code: TEXT,
    profiles: listOf({ enum: ["cloud"] }),
    product: objectOf({ name: TEXT, uid: TEXT, vendor_name: TEXT, version: TEXT }, [], ["name", "uid"]),
  },
  ["product", "version"],
);

const COMPLIANCE = {
  ...objectOf({
    control: TEXT,
    requirements: listOf(TEXT),
    standards: listOf(TEXT),
    status: TEXT,
    status_id: NUMBER,
  }),
  allOf: captioned("status_id", "status", { 0: "Unknown", 1: "Pass", 2: "Warning", 3: "Fail" }),
};

const EVENT = {
  ...objectOf(
    {
      activity_id: NUMBER,
      activity_name: TEXT,
      category_uid: { const: 2 },
      category_name: { const: "Findings" },
      class_uid: { const: 2003 },
      class_name: { const: "Compliance Finding" },
      type_uid: { enum: [200_301, 200_302, 200_303] },
      type_name: TEXT,
      time: NUMBER,
      message: TEXT,
      metadata: METADATA,
      severity_id: NUMBER,
      severity: TEXT,
      status_id: NUMBER,
      status: TEXT,
      status_code: TEXT,
      cloud: CLOUD,
      compliance: COMPLIANCE,
      // The class asks for one of many things in a piece of evidence; `data` is the one that has no form of its own.
      evidences: listOf(objectOf({ name: TEXT, data: {} }, ["data"])),
      finding_info: objectOf(
        {
          uid: TEXT,
          title: TEXT,
          desc: TEXT,
          src_url: URL_TEXT,
          types: listOf(TEXT),
          first_seen_time: NUMBER,
          last_seen_time: NUMBER,
        },
        ["uid"],
      ),
      remediation: objectOf({ desc: TEXT, references: listOf(TEXT) }, ["desc"]),
      resources: listOf(
        objectOf(
          { uid: TEXT, name: TEXT, type: TEXT, region: TEXT, cloud_partition: TEXT },
          [],
          ["name", "uid"],
        ),
      ),
      unmapped: { type: "object" },
    },
    [
      "activity_id",
      "category_uid",
      "class_uid",
      "compliance",
      "finding_info",
      "metadata",
      "severity_id",
      "time",
      "type_uid",
    ],
  ),
  allOf: [
    ...captioned("activity_id", "activity_name", { 1: "Create", 2: "Update", 3: "Close" }),
    ...captioned("severity_id", "severity", {
      1: "Informational",
      2: "Low",
      3: "Medium",
      4: "High",
      5: "Critical",
    }),
    ...captioned("status_id", "status", { 1: "New", 2: "In Progress", 3: "Suppressed", 4: "Resolved" }),
    // What belongs to the profile `cloud` goes with it, and the profile requires `cloud`.
    {
      anyOf: [
        {
          required: ["cloud"],
          properties: {
            metadata: { required: ["profiles"], properties: { profiles: { contains: { const: "cloud" } } } },
          },
        },
        {
          properties: {
            cloud: false,
            metadata: { properties: { profiles: false } },
            resources: { items: { properties: { region: false, cloud_partition: false } } },
          },
        },
      ],
    },
  ],
};

/**
 * A validator of one event by what OCSF 1.5.0 defines for a Compliance Finding: the attributes of each object that Postern fills, their
 * types, those required, and the captions of numbers. Source: ocsf/ocsf-schema at f0c227b4, the release of 1.5.0.
 */
export const ocsfValidator = (): ValidateFunction =>
  new Ajv({ allErrors: true, strict: false }).compile(EVENT);
