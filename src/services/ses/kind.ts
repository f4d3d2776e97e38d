import { defineKind, type Kind } from "../../model/kind.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import type { ResourceRecord } from "../../model/snapshot.ts";
import { isObject } from "../../text/is-object.ts";
import { POLICIES, readFacts, TEXT, TEXTS_BY_NAME, type Shape } from "../record.ts";
import { ACCOUNT_OF_THE_CODE } from "../stand-ins.ts";
import { collectSesIdentities } from "./collect.ts";
import { probeSes } from "./probe.ts";
import { parseIdentityArn } from "./arn.ts";
import { SES_IDENTITY, typeOf, type SesIdentity } from "./identity.ts";
import { SES_IN_CODE } from "./in-code/in-code.ts";
import { SES_LANES } from "./lane.ts";
import { SES_CALLS_PER_SECOND } from "./rate.ts";

interface SesFacts {
  readonly policies: readonly PolicyDocument[];
  readonly verification: string;
  readonly dkim: { readonly enabled: boolean; readonly status: string };
  readonly tags: Readonly<Record<string, string>>;
}

const DKIM: Shape<SesFacts["dkim"]> = {
  says: '{"enabled":true|false,"status":"…"}',
  is: (value): value is SesFacts["dkim"] =>
    isObject(value) && typeof value["enabled"] === "boolean" && typeof value["status"] === "string",
};

/** The ARN is the record's `arn`, or its id where it has none; name, owner and (where it is not given) type follow from it. */
const read = (record: ResourceRecord): SesIdentity | { readonly problem: string } => {
  const arn = Object.hasOwn(record, "arn") ? record["arn"] : record.id;
  if (typeof arn !== "string") return { problem: '"arn" is not a text' };
  const parsed = parseIdentityArn(arn);
  if (parsed === null) return { problem: `${arn} is not the ARN of an SES identity` };
  const type = record["type"] ?? typeOf(parsed.name);
  if (type !== "Domain" && type !== "EmailAddress") {
    return { problem: '"type" is neither "Domain" nor "EmailAddress"' };
  }
  const { name, account } = parsed;
  const owner = record.scope.startsWith("files/") && account === ACCOUNT_OF_THE_CODE ? null : account;
  const { scope, id, collectedAt = null } = record;
  const read = readFacts<SesFacts>(record, SHAPES);
  if ("problem" in read) return read;
  const region = typeof record["region"] === "string" ? { region: record["region"] } : {};
  return { kind: SES_IDENTITY, id, name, owner, scope, ...region, collectedAt, type, arn, ...read.facts };
};

const SHAPES = { policies: POLICIES, verification: TEXT, dkim: DKIM, tags: TEXTS_BY_NAME } as const;

/** Source: the endpoint tables of botocore, 2026-08. */
const REGIONS_WITHOUT_SES: readonly string[] = [
  "ap-east-1 ap-east-2 ap-southeast-4 ap-southeast-6 ap-southeast-7 eu-south-2 mx-central-1",
  "cn-north-1 cn-northwest-1",
].flatMap((line) => line.split(" "));

/** The SES identity as a kind: its facts, what reads them, and its records. */
export const SES_KIND: Kind = defineKind<SesIdentity>({
  kind: SES_IDENTITY,
  service: "ses",
  title: "SES identity",
  facts: {
    policies: [
      "ses:ListIdentityPolicies",
      "ses:GetIdentityPolicies",
      "ses:GetEmailIdentity",
      "ses:GetEmailIdentityPolicies",
    ],
    verification: ["ses:GetIdentityVerificationAttributes"],
    dkim: ["ses:GetIdentityDkimAttributes"],
    // Only GetEmailIdentity tells them, and they are recorded where it alone reads identities.
    tags: [],
  },
  inCode: ["policies"],
  code: SES_IN_CODE,
  permissions: ["ses:ListIdentities"],
  read,
  documents: ({ policies }) => (Array.isArray(policies) ? policies : []),
  tags: ({ tags }) => tags,
  callsPerSecond: SES_CALLS_PER_SECOND,
  unavailableIn: REGIONS_WITHOUT_SES,
  lanes: SES_LANES,
  collect: collectSesIdentities,
  probe: probeSes,
});
