import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { partitionOf } from "../../src/model/scope.ts";

/** What AWS's documentation says of ASFF in prose only; the messages name the member that is wrong. */
export const limitProblems = (finding: AwsSecurityFinding): readonly string[] => [
  ...CHECKS.flatMap(([what, holds]) => (holds(finding) ? [] : [what])),
  ...strings(finding, "").flatMap(([at, text]) => [
    ...(/\p{Cs}/u.test(text) ? [`${at} has a lone surrogate`] : []),
    ...(/\S/.test(text) ? [] : [`${at} is blank`]),
  ]),
];

const points = (text: string | undefined): number => Array.from(text ?? "").length;
const within = (text: string | undefined, from: number, to: number): boolean =>
  points(text) >= from && points(text) <= to;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d(:\d\d)?)$/;
const NAMESPACES = [
  "Software and Configuration Checks",
  "TTPs",
  "Effects",
  "Unusual Behaviors",
  "Sensitive Data Identifications",
];

const mapFits = (
  map: Readonly<Record<string, string>> | undefined,
  pairs: number,
  name: number,
  value: number,
): boolean =>
  map === undefined ||
  (Object.keys(map).length >= 1 &&
    Object.keys(map).length <= pairs &&
    Object.entries(map).every(([key, text]) => within(key, 1, name) && within(text, 1, value)));

const typesFit = (types: readonly string[] | undefined): boolean =>
  types !== undefined &&
  types.length >= 1 &&
  types.length <= 50 &&
  types.every((type) => NAMESPACES.includes(type.split("/")[0] ?? "") && type.split("/").length <= 3);

const optional = <T>(value: T | undefined, holds: (value: T) => boolean): boolean =>
  value === undefined || holds(value);

const arnFits = ({ ProductArn, AwsAccountId }: AwsSecurityFinding): boolean => {
  const match = /^arn:([a-z-]+):securityhub:([a-z0-9-]+):(\d{12}):product\/(\d{12})\/default$/.exec(
    ProductArn ?? "",
  );
  return (
    match !== null &&
    match[1] === partitionOf(match[2] ?? "") &&
    match[3] === AwsAccountId &&
    match[4] === AwsAccountId
  );
};

type Check = readonly [what: string, holds: (finding: AwsSecurityFinding) => boolean];

const CHECKS: readonly Check[] = [
  ["SchemaVersion is 2018-10-08", ({ SchemaVersion }) => SchemaVersion === "2018-10-08"],
  ["Id has 1 to 512 characters", ({ Id }) => within(Id, 1, 512)],
  ["GeneratorId has 1 to 512 characters", ({ GeneratorId }) => within(GeneratorId, 1, 512)],
  ["ProductArn has 12 to 2048 characters", ({ ProductArn }) => within(ProductArn, 12, 2048)],
  ["ProductArn is the account's default product in its partition", arnFits],
  ["AwsAccountId has 12 digits", ({ AwsAccountId }) => /^\d{12}$/.test(AwsAccountId ?? "")],
  ["Title has 1 to 256 characters", ({ Title }) => within(Title, 1, 256)],
  ["Description has 1 to 1024 characters", ({ Description }) => within(Description, 1, 1024)],
  [
    "ProductName has 1 to 128 characters",
    ({ ProductName }) => optional(ProductName, (name) => within(name, 1, 128)),
  ],
  [
    "CompanyName has 1 to 128 characters",
    ({ CompanyName }) => optional(CompanyName, (name) => within(name, 1, 128)),
  ],
  [
    "times are RFC 3339",
    ({ CreatedAt, UpdatedAt, FirstObservedAt, LastObservedAt }) =>
      [CreatedAt, UpdatedAt, FirstObservedAt ?? CreatedAt, LastObservedAt ?? UpdatedAt].every((time) =>
        TIME.test(time ?? ""),
      ),
  ],
  ["CreatedAt is not after UpdatedAt", ({ CreatedAt, UpdatedAt }) => (CreatedAt ?? "") <= (UpdatedAt ?? "")],
  [
    "FirstObservedAt is not after LastObservedAt",
    ({ FirstObservedAt, LastObservedAt }) => (FirstObservedAt ?? "") <= (LastObservedAt ?? ""),
  ],
  [
    "severity and types come through FindingProviderFields",
    ({ FindingProviderFields, Severity, Types }) =>
      FindingProviderFields?.Severity?.Label !== undefined &&
      within(FindingProviderFields.Severity.Original ?? "x", 1, 64) &&
      typesFit(FindingProviderFields.Types) &&
      Severity === undefined &&
      Types === undefined,
  ],
  [
    "there are 1 to 32 resources",
    ({ Resources }) => Resources !== undefined && Resources.length >= 1 && Resources.length <= 32,
  ],
  [
    "a resource's Type has 1 to 256 and its Id 1 to 512 characters",
    ({ Resources = [] }) => Resources.every(({ Type, Id }) => within(Type, 1, 256) && within(Id, 1, 512)),
  ],
  [
    "a resource's Region has 1 to 16 characters",
    ({ Resources = [] }) => Resources.every(({ Region }) => within(Region, 1, 16)),
  ],
  [
    "Details.Other has fewer than 50 pairs, names below 128, values below 1024",
    ({ Resources = [] }) => Resources.every(({ Details }) => mapFits(Details?.Other, 49, 127, 1023)),
  ],
  [
    "ProductFields has at most 50 pairs, names of 128, values of 1024",
    ({ ProductFields }) => mapFits(ProductFields, 50, 128, 1024),
  ],
  [
    "no ProductFields name begins with aws/ and each has three parts",
    ({ ProductFields = {} }) =>
      Object.keys(ProductFields).every((name) => !name.startsWith("aws/") && name.split("/").length >= 3),
  ],
  [
    "Recommendation.Text has 1 to 512 characters",
    ({ Remediation }) => optional(Remediation?.Recommendation?.Text, (text) => within(text, 1, 512)),
  ],
  [
    "Recommendation.Url is a web address",
    ({ Remediation }) =>
      optional(Remediation?.Recommendation?.Url, (url) => /^https?:\/\/[\u0021-\u007e]+$/.test(url)),
  ],
  [
    "RelatedRequirements has at most 32 items of at most 64 characters",
    ({ Compliance }) =>
      optional(
        Compliance?.RelatedRequirements,
        (items) => items.length >= 1 && items.length <= 32 && items.every((item) => within(item, 1, 64)),
      ),
  ],
  [
    "AssociatedStandards has at most 20 items",
    ({ Compliance }) =>
      optional(Compliance?.AssociatedStandards, (items) => items.length >= 1 && items.length <= 20),
  ],
  [
    "a StatusReason's code is UPPER_SNAKE_CASE",
    ({ Compliance }) =>
      (Compliance?.StatusReasons ?? []).every(({ ReasonCode }) =>
        /^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(ReasonCode ?? ""),
      ),
  ],
  ["no SecurityControlId is claimed", ({ Compliance }) => Compliance?.SecurityControlId === undefined],
  ["the finding has at most 240 KB", (finding) => Buffer.byteLength(JSON.stringify(finding)) <= 240_000],
  ["nothing is null", (finding) => !holdsNull(finding)],
  [
    "what belongs to the customer or the service is not sent",
    ({ Workflow, Note, UserDefinedFields, VerificationState, Region, ProcessedAt, AwsAccountName }) =>
      [Workflow, Note, UserDefinedFields, VerificationState, Region, ProcessedAt, AwsAccountName].every(
        (member) => member === undefined,
      ),
  ],
];

const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === "object" && Object.values(value).some(holdsNull));

/** Each string of the finding, the names of its maps too, and where it stands. */
const strings = (value: unknown, at: string): readonly (readonly [at: string, text: string])[] => {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [`${at} name`, name] as const,
    ...strings(member, `${at}/${name}`),
  ]);
};
