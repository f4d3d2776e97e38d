// Longer than other files: one table, which is read and extended as a whole.

/**
 * Where a condition key's value comes from, and so who can choose it: `caller` who he is · `chosen` he chooses it ·
 * `caller-kind` the kind of caller · `service-set` set by an AWS service that calls for a resource · `network` where
 * the call comes from · `time` · `fixed` the same for every request on the resource · `content` what is asked ·
 * `absent` never there for the resources that are judged.
 */
export type KeyClass =
  "caller" | "chosen" | "caller-kind" | "service-set" | "network" | "time" | "fixed" | "content" | "absent";

type KeyType = "string" | "arn" | "number" | "date" | "boolean" | "ip" | "binary";

/** `session` is a user with temporary credentials, `federated` one of GetFederationToken, `service` an AWS service. */
export type CallerKind = "user" | "session" | "role" | "root" | "federated" | "service";

/** What one condition key means for a request that comes from outside. */
export interface KeyMeaning {
  /** In the documentation's own spelling; a name ending in `/` stands for a family (`aws:PrincipalTag/`). */
  readonly name: string;
  readonly class: KeyClass;
  readonly type: KeyType;
  readonly multivalued: boolean;
  /** Callers that carry it; all where it is not given. */
  readonly callers?: readonly CallerKind[];
  /** What else must hold for it to be there. */
  readonly needs?: "organisation" | "public address" | "VPC endpoint" | "MFA" | "forwarded call";
  /** It may be missing although all that holds. */
  readonly optional?: boolean;
  /** A value to show where a witness needs one and no policy asks for another. */
  readonly sample?: string;
  /** One sentence for people: who sets it and when it is there. */
  readonly says: string;
  /** The page that says so. */
  readonly source: string;
}

/** IAM user guide, "AWS global condition context keys". */
const global = (anchor: string): string =>
  `https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-${anchor}`;

/** IAM principals of an account: everyone but AWS services. */
const PEOPLE: readonly CallerKind[] = ["user", "session", "role", "root", "federated"];
const SERVICES: readonly CallerKind[] = ["service"];

const single = { multivalued: false } as const;
const many = { multivalued: true } as const;

/** The day on which this table was last compared with what AWS publishes (`npm run drift`). */
export const KEYS_DATE = "2026-11-29";

/** THE table of global condition keys. A key of the prefix `aws:` that is not here is taken as never present. */
export const GLOBAL_KEYS: readonly KeyMeaning[] = [
  {
    name: "aws:PrincipalArn",
    class: "caller",
    type: "arn",
    ...single,
    says: "Who calls; of an assumed role, the role. Always there; a stranger chooses path and name, never the account.",
    source: global("principalarn"),
  },
  {
    name: "aws:PrincipalAccount",
    class: "caller",
    type: "string",
    ...single,
    says: "The caller's account. Always there, and nobody can choose another's.",
    source: global("principalaccount"),
  },
  {
    name: "aws:PrincipalOrgID",
    class: "caller",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "organisation",
    says: "The caller's organisation. Missing for an account that is in none.",
    source: global("principalorgid"),
  },
  {
    name: "aws:PrincipalOrgPaths",
    class: "caller",
    type: "string",
    ...many,
    callers: PEOPLE,
    needs: "organisation",
    says: "The caller's place in his organisation, beginning with its id. Missing for an account that is in none.",
    source: global("principalorgpaths"),
  },
  {
    name: "aws:userid",
    class: "caller",
    type: "string",
    ...single,
    callers: PEOPLE,
    says: "The caller's unique id, and for a role the name of the session. The id is AWS' choice, the session's name the caller's.",
    source: global("userid"),
  },
  {
    name: "aws:username",
    class: "chosen",
    type: "string",
    ...single,
    callers: ["user", "session"],
    says: "The IAM user's name, which is unique only inside its account. Anybody can have a user of that name.",
    source: global("username"),
  },
  {
    name: "aws:PrincipalTag/",
    class: "chosen",
    type: "string",
    ...single,
    callers: PEOPLE,
    optional: true,
    says: "A tag of the caller. Everybody tags his own principals as he likes.",
    source: global("principaltag"),
  },
  {
    name: "aws:PrincipalType",
    class: "caller-kind",
    type: "string",
    ...single,
    callers: PEOPLE,
    says: "User, AssumedRole, FederatedUser or Account. Everybody can be any of them in his own account.",
    source: global("principaltype"),
  },
  {
    name: "aws:PrincipalIsAWSService",
    class: "caller-kind",
    type: "boolean",
    ...single,
    says: "True only for a call that an AWS service makes as itself.",
    source: global("principalisawsservice"),
  },
  {
    name: "aws:PrincipalServiceName",
    class: "service-set",
    type: "string",
    ...single,
    callers: SERVICES,
    says: "The AWS service that calls as itself. Missing for every other caller.",
    source: global("principalservicename"),
  },
  {
    name: "aws:PrincipalServiceNamesList",
    class: "service-set",
    type: "string",
    ...many,
    callers: SERVICES,
    says: "The names of the AWS service that calls as itself. Missing for every other caller.",
    source: global("principalservicenameslist"),
  },
  {
    name: "aws:SourceAccount",
    class: "service-set",
    type: "string",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The account for whose resource an AWS service calls. Missing when somebody calls directly.",
    source: global("sourceaccount"),
  },
  {
    name: "aws:SourceArn",
    class: "service-set",
    type: "arn",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The resource for which an AWS service calls. Missing when somebody calls directly.",
    source: global("sourcearn"),
  },
  {
    name: "aws:SourceOwner",
    class: "service-set",
    type: "string",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The older name of aws:SourceAccount. Missing when somebody calls directly.",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
  },
  {
    name: "aws:SourceOrgID",
    class: "service-set",
    type: "string",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The organisation for whose resource an AWS service calls. Missing when somebody calls directly.",
    source: global("sourceorgid"),
  },
  {
    name: "aws:SourceOrgPaths",
    class: "service-set",
    type: "string",
    ...many,
    callers: SERVICES,
    optional: true,
    says: "The place in its organisation of the account for which an AWS service calls. Missing when somebody calls directly.",
    source: global("sourceorgpaths"),
  },
  {
    name: "aws:SourceIp",
    class: "network",
    type: "ip",
    ...single,
    needs: "public address",
    says: "The public address that the call comes from. Missing when it comes through a VPC endpoint, and anybody has one.",
    source: global("sourceip"),
  },
  {
    name: "aws:SourceVpc",
    class: "network",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The VPC that the call comes from. Only there through a VPC endpoint; its id is AWS' choice.",
    source: global("sourcevpc"),
  },
  {
    name: "aws:SourceVpce",
    class: "network",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The VPC endpoint that the call comes through. Its id is AWS' choice.",
    source: global("sourcevpce"),
  },
  {
    name: "aws:VpcSourceIp",
    class: "chosen",
    type: "ip",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The address inside the caller's VPC. Private ranges are everybody's: it says nothing without the VPC's id.",
    source: global("vpcsourceip"),
  },
  {
    name: "aws:VpceOrgID",
    class: "network",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    says: "The organisation that owns the VPC endpoint. Missing where its account is in none.",
    source: global("vpceorgid"),
  },
  {
    name: "aws:VpceOrgPaths",
    class: "network",
    type: "string",
    ...many,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    says: "The place in its organisation of the account that owns the VPC endpoint. Missing where that is in none.",
    source: global("vpceorgpaths"),
  },
  {
    name: "aws:VpceAccount",
    class: "absent",
    type: "string",
    ...single,
    says: "The account that owns the VPC endpoint. AWS sets it for some services only, and Amazon SES is not one of them.",
    source: global("vpceaccount"),
  },
  {
    name: "aws:SourceVpcArn",
    class: "absent",
    type: "arn",
    ...single,
    says: "The VPC that the call comes from, as an ARN. AWS sets it for some services only, and Amazon SES is not one of them.",
    source: global("sourcevpcarn"),
  },
  {
    name: "aws:Ec2InstanceSourceVpc",
    class: "network",
    type: "string",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The VPC of the instance whose role calls. Its id is AWS' choice.",
    source: global("ec2instancesourcevpc"),
  },
  {
    name: "aws:Ec2InstanceSourcePrivateIPv4",
    class: "chosen",
    type: "ip",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The private address of the instance whose role calls. Private ranges are everybody's.",
    source: global("ec2instancesourceprivateip4"),
  },
  {
    name: "aws:ViaAWSService",
    class: "caller-kind",
    type: "boolean",
    ...single,
    says: "True where an AWS service passes a caller's own request on. Anybody can call through such a service.",
    source: global("viaawsservice"),
  },
  {
    name: "aws:CalledVia",
    class: "chosen",
    type: "string",
    ...many,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The AWS services that passed the caller's own request on. Anybody can call through them.",
    source: global("calledvia"),
  },
  {
    name: "aws:CalledViaFirst",
    class: "chosen",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The first AWS service that passed the caller's own request on. Anybody can call through it.",
    source: global("calledviafirst"),
  },
  {
    name: "aws:CalledViaLast",
    class: "chosen",
    type: "string",
    ...single,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The last AWS service that passed the caller's own request on. Anybody can call through it.",
    source: global("calledvialast"),
  },
  {
    name: "aws:CurrentTime",
    class: "time",
    type: "date",
    ...single,
    says: "When the call is made. Always there.",
    source: global("currenttime"),
  },
  {
    name: "aws:EpochTime",
    class: "time",
    type: "date",
    ...single,
    says: "When the call is made, in seconds since 1970. Always there.",
    source: global("epochtime"),
  },
  {
    name: "aws:TokenIssueTime",
    class: "chosen",
    type: "date",
    ...single,
    callers: ["session", "role", "federated"],
    says: "When the temporary credentials were issued. Only there with such; everybody issues his own.",
    source: global("tokenissuetime"),
  },
  {
    name: "aws:MultiFactorAuthPresent",
    class: "chosen",
    type: "boolean",
    ...single,
    callers: ["session", "role", "federated"],
    optional: true,
    says: "Whether the temporary credentials were issued with MFA. Everybody can use MFA in his own account.",
    source: global("multifactorauthpresent"),
  },
  {
    name: "aws:MultiFactorAuthAge",
    class: "chosen",
    type: "number",
    ...single,
    callers: ["session", "role", "federated"],
    needs: "MFA",
    optional: true,
    says: "Seconds since the caller's MFA. Everybody can use MFA in his own account.",
    source: global("multifactorauthage"),
  },
  {
    name: "aws:SourceIdentity",
    class: "chosen",
    type: "string",
    ...single,
    callers: ["role"],
    optional: true,
    says: "A name set by whoever assumes the role. Everybody sets it as he likes in his own account.",
    source: global("sourceidentity"),
  },
  {
    name: "aws:FederatedProvider",
    class: "chosen",
    type: "string",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The identity provider that issued the credentials. Everybody has his own in his own account.",
    source: global("federatedprovider"),
  },
  {
    name: "aws:Referer",
    class: "chosen",
    type: "string",
    ...single,
    optional: true,
    says: "A header that the caller writes.",
    source: global("referer"),
  },
  {
    name: "aws:UserAgent",
    class: "chosen",
    type: "string",
    ...single,
    optional: true,
    says: "A header that the caller writes.",
    source: global("useragent"),
  },
  {
    name: "aws:SecureTransport",
    class: "fixed",
    type: "boolean",
    ...single,
    says: "Whether the call uses TLS. AWS' endpoints take nothing else.",
    source: global("securetransport"),
  },
  {
    name: "aws:RequestedRegion",
    class: "fixed",
    type: "string",
    ...single,
    says: "The Region that is called: the resource's own.",
    source: global("requestedregion"),
  },
  {
    name: "aws:ResourceAccount",
    class: "fixed",
    type: "string",
    ...single,
    says: "The account of the resource: its owner, whoever calls.",
    source: global("resourceaccount"),
  },
  {
    name: "aws:ResourceOrgID",
    class: "fixed",
    type: "string",
    ...single,
    says: "The organisation of the resource's owner, whoever calls.",
    source: global("resourceorgid"),
  },
  {
    name: "aws:ResourceOrgPaths",
    class: "fixed",
    type: "string",
    ...many,
    says: "The place of the resource's owner in his organisation, whoever calls.",
    source: global("resourceorgpaths"),
  },
  {
    name: "aws:ResourceTag/",
    class: "fixed",
    type: "string",
    ...single,
    optional: true,
    says: "A tag of the resource, whoever calls.",
    source: global("resourcetag"),
  },
];

const GLOBAL: ReadonlyMap<string, KeyMeaning> = new Map(
  GLOBAL_KEYS.map((row) => [row.name.toLowerCase(), row]),
);

/** Finds a key's row by its name, in any case, or its family's; the question's own rows come after the global ones. */
export const findKey = (name: string, rows: readonly KeyMeaning[]): KeyMeaning | null => {
  const end = name.indexOf("/") + 1;
  // A family's name alone is no key.
  if (end === name.length) return null;
  const sought = (end === 0 ? name : name.slice(0, end)).toLowerCase();
  return GLOBAL.get(sought) ?? rows.find((row) => row.name.toLowerCase() === sought) ?? null;
};
