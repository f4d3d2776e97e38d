// Longer than other files: one table, which is read and extended as a whole. A new condition key, restricting or not, is one row
// of GLOBAL_KEYS, and no other file of the decision is opened for it: `class` says whether it restricts. A key that belongs to
// one service is a row of that service's (services/ses/keys.ts). Only what no key has had yet opens another: a new `format` or
// `needs` its meaning (decide/request/domain.ts, decide/keys/dimensions.ts), a second restricting key of type `ip` the party that it
// lets in (decide/who/named-places.ts), a list LISTS of evaluate/reading.ts.

/**
 * Where a condition key's value comes from, and so who can choose it: `caller` who he is · `chosen` he chooses it ·
 * `caller-kind` the kind of caller · `service-set` set by an AWS service that calls for a resource · `network` where
 * the call comes from · `time` · `fixed` the same for every request on the resource · `content` what is asked ·
 * `absent` never there for the resources that are judged.
 */
export type KeyClass =
  "caller" | "chosen" | "caller-kind" | "service-set" | "network" | "time" | "fixed" | "content" | "absent";

/** Classes whose named values no stranger can have: a condition that names one keeps strangers out. */
export const RESTRICTING: ReadonlySet<KeyClass> = new Set(["caller", "service-set", "network"]);

type KeyType = "string" | "arn" | "number" | "date" | "boolean" | "ip" | "binary";

/** `session` is a user with temporary credentials, `federated` one of GetFederationToken, `service` an AWS service. */
export type CallerKind = "user" | "session" | "role" | "root" | "federated" | "service";

/** The part of a variable's value that a key shows. */
export type KeyPart =
  | "whole"
  | "account"
  | "user name"
  | "federated id"
  | "organization"
  | "source account"
  | "source ARN"
  | "timestamp"
  | "epoch";

/** What the texts of a variable look like; any text where none is given. */
export type FormatName =
  | "principal"
  | "source"
  | "organization path"
  | "service name"
  | "unique id"
  | "VPC"
  | "VPC endpoint"
  | "account"
  | "ARN"
  | "mail address";

/** A key that has one value for each alternative of what kind of request it is. */
type Follows =
  | { readonly from: "caller"; readonly values: Readonly<Partial<Record<CallerKind, string>>> }
  | {
      readonly from: "forwarding" | "MCP server" | "MFA";
      readonly values: { readonly without: string; readonly with: string };
    };

/**
 * What one condition key means for a request that comes from outside. Whether a stranger can take a value follows from
 * the class (RESTRICTING) and the format: for a key of a restricting class a stranger never has a value that policies name.
 */
export interface KeyMeaning {
  /** In the documentation's own spelling; a name ending in `/` or `:` stands for a family (`aws:PrincipalTag/`, `saml:`). */
  readonly name: string;
  readonly class: KeyClass;
  readonly type: KeyType;
  /** Whether it is a list; such a key needs ForAllValues or ForAnyValue. */
  readonly multivalued: boolean;
  /** Of a list: that it has one value all the same, whatever it could hold. */
  readonly oneValue?: true;
  /** What the value is a part of; by default the key's own. Keys of one variable never contradict each other. */
  readonly variable?: string;
  /** By default the whole. */
  readonly part?: KeyPart;
  readonly format?: FormatName;
  /** Of the format ARN: `{region}`, `{account}`, `{name}` of letters, digits, `_` and `-`, `{hex}`, `{id}` without a colon. */
  readonly arn?: string;
  /** All the values that there are, the preferred one first. */
  readonly values?: readonly string[];
  /** The value where it is the same for every request: a text, or the resource's. */
  readonly constant?: string | { readonly the: "region" | "owner" };
  readonly follows?: Follows;
  /** Keys of one name here are there together or not at all. */
  readonly together?: string;
  /** Callers that carry it; all where it is not given. */
  readonly callers?: readonly CallerKind[];
  /** What else must hold for it to be there. */
  readonly needs?:
    "organisation" | "public address" | "VPC endpoint" | "MFA" | "forwarded call" | "MCP server";
  /** It may be missing although all that holds. */
  readonly optional?: boolean;
  /** Only the actions carry it that name it among their keys. */
  readonly byAction?: true;
  /** AWS's pages disagree on whether requests carry it: nothing is concluded from it. */
  readonly contested?: true;
  /** A value to show where a witness needs one and no policy asks for another; with `arn`, in the place of `{id}`. */
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

/** IAM user guide, "AWS global condition context keys": properties of a role's session. */
const ROLE_KEYS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";
/** IAM user guide, "IAM and AWS STS condition context keys". */
const FEDERATION =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html";

/** Carried by sessions of some roles. */
const session = { ...single, callers: ["role"], optional: true } as const;
/** Names something in the account of the caller. */
const ownArn = { class: "caller", type: "arn", format: "ARN" } as const;

/**
 * THE table of the condition keys that requests on any resource may carry. Nothing is concluded from a key that is neither
 * here nor among a service's own: it is an open question (decide/readings/). What checks this table names its keys apart on
 * purpose: the proof (proof/readings/known-keys.ts) and, those that are lists, the second evaluator (evaluate/reading.ts).
 */
export const GLOBAL_KEYS: readonly KeyMeaning[] = [
  {
    name: "aws:PrincipalArn",
    class: "caller",
    type: "arn",
    variable: "principal",
    format: "principal",
    ...single,
    says: "The caller; for an assumed role, the role. Always present; strangers choose the path and the name, never the account.",
    source: global("principalarn"),
  },
  {
    name: "aws:PrincipalAccount",
    class: "caller",
    type: "string",
    variable: "principal",
    part: "account",
    ...single,
    says: "The caller's account. Always present, and nobody can use another one's.",
    source: global("principalaccount"),
  },
  {
    name: "aws:PrincipalOrgID",
    class: "caller",
    type: "string",
    variable: "organization",
    part: "organization",
    together: "organization",
    ...single,
    callers: PEOPLE,
    needs: "organisation",
    says: "The caller's organisation. Absent when the account is in none.",
    source: global("principalorgid"),
  },
  {
    name: "aws:PrincipalOrgPaths",
    class: "caller",
    type: "string",
    variable: "organization",
    format: "organization path",
    oneValue: true,
    together: "organization",
    ...many,
    callers: PEOPLE,
    needs: "organisation",
    says: "The caller's path in the organisation, starting with its id. Absent when the account is in none.",
    source: global("principalorgpaths"),
  },
  {
    name: "aws:userid",
    class: "caller",
    type: "string",
    format: "unique id",
    ...single,
    callers: PEOPLE,
    says: "The caller's unique id, and for a role the session name. AWS assigns the id; the caller chooses the session name.",
    source: global("userid"),
  },
  {
    name: "aws:username",
    class: "chosen",
    type: "string",
    variable: "principal",
    part: "user name",
    ...single,
    callers: ["user", "session"],
    says: "The IAM user's name, which is unique only within its account. Anyone can create a user with that name.",
    source: global("username"),
  },
  {
    name: "aws:PrincipalTag/",
    class: "chosen",
    type: "string",
    ...single,
    callers: PEOPLE,
    optional: true,
    says: "A tag of the caller. Anyone can tag principals of their own account.",
    source: global("principaltag"),
  },
  {
    name: "aws:PrincipalType",
    class: "caller-kind",
    type: "string",
    follows: {
      from: "caller",
      values: {
        user: "User",
        session: "User",
        role: "AssumedRole",
        root: "Account",
        federated: "FederatedUser",
      },
    },
    ...single,
    callers: PEOPLE,
    says: "User, AssumedRole, FederatedUser or Account. Anyone can call as any of these from their own account.",
    source: global("principaltype"),
  },
  {
    name: "aws:PrincipalIsAWSService",
    class: "caller-kind",
    type: "boolean",
    follows: {
      from: "caller",
      values: {
        user: "false",
        session: "false",
        role: "false",
        root: "false",
        federated: "false",
        service: "true",
      },
    },
    ...single,
    says: "True only for a call that an AWS service makes as itself.",
    source: global("principalisawsservice"),
  },
  {
    name: "aws:PrincipalServiceName",
    class: "service-set",
    type: "string",
    variable: "service",
    format: "service name",
    ...single,
    callers: SERVICES,
    says: "The AWS service that calls as itself. Absent for every other caller.",
    source: global("principalservicename"),
  },
  {
    name: "aws:PrincipalServiceNamesList",
    class: "service-set",
    type: "string",
    variable: "service",
    oneValue: true,
    ...many,
    callers: SERVICES,
    says: "The names of the AWS service that calls as itself. Absent for every other caller.",
    source: global("principalservicenameslist"),
  },
  {
    name: "aws:SourceAccount",
    class: "service-set",
    type: "string",
    variable: "source",
    part: "source account",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The account that owns the resource for which an AWS service calls. Absent on direct calls.",
    source: global("sourceaccount"),
  },
  {
    name: "aws:SourceArn",
    class: "service-set",
    type: "arn",
    variable: "source",
    part: "source ARN",
    format: "source",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The resource for which an AWS service calls. Absent on direct calls.",
    source: global("sourcearn"),
  },
  {
    name: "aws:SourceOwner",
    class: "service-set",
    type: "string",
    variable: "source",
    part: "source account",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The older name of aws:SourceAccount. Absent on direct calls.",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
  },
  {
    name: "aws:SourceOrgID",
    class: "service-set",
    type: "string",
    variable: "source organization",
    part: "organization",
    together: "source organization",
    ...single,
    callers: SERVICES,
    optional: true,
    says: "The organisation that owns the resource for which an AWS service calls. Absent on direct calls.",
    source: global("sourceorgid"),
  },
  {
    name: "aws:SourceOrgPaths",
    class: "service-set",
    type: "string",
    variable: "source organization",
    format: "organization path",
    oneValue: true,
    together: "source organization",
    ...many,
    callers: SERVICES,
    optional: true,
    says: "The organisation path of the account for which an AWS service calls. Absent on direct calls.",
    source: global("sourceorgpaths"),
  },
  {
    name: "aws:SourceIp",
    class: "network",
    type: "ip",
    ...single,
    needs: "public address",
    says: "The public address that the call comes from. Absent when the call comes through a VPC endpoint, and anyone can create one.",
    source: global("sourceip"),
  },
  // The ids, the owner and the ARN of one VPC belong together: decide/search/endpoint-ties.ts, decide/who/named-places.ts.
  {
    name: "aws:SourceVpc",
    class: "network",
    type: "string",
    format: "VPC",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The VPC that the call comes from. Present only through a VPC endpoint; AWS assigns its id.",
    source: global("sourcevpc"),
  },
  {
    name: "aws:SourceVpce",
    class: "network",
    type: "string",
    format: "VPC endpoint",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The VPC endpoint that the call comes through. AWS assigns its id.",
    source: global("sourcevpce"),
  },
  {
    name: "aws:VpcSourceIp",
    class: "chosen",
    type: "ip",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    says: "The address within the caller's VPC. Every VPC can use private ranges, so it means nothing without the id of the VPC.",
    source: global("vpcsourceip"),
  },
  {
    name: "aws:VpceOrgID",
    class: "network",
    type: "string",
    variable: "endpoint organization",
    part: "organization",
    together: "endpoint organization",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    says: "The organisation that owns the VPC endpoint. Absent when its account is in none.",
    source: global("vpceorgid"),
  },
  {
    name: "aws:VpceOrgPaths",
    class: "network",
    type: "string",
    variable: "endpoint organization",
    format: "organization path",
    oneValue: true,
    together: "endpoint organization",
    ...many,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    says: "The organisation path of the account that owns the VPC endpoint. Absent when the account is in none.",
    source: global("vpceorgpaths"),
  },
  {
    name: "aws:VpceAccount",
    class: "network",
    type: "string",
    format: "account",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    says: "The account that owns the VPC endpoint. AWS sets it for some services only.",
    source: global("vpceaccount"),
  },
  {
    name: "aws:SourceVpcArn",
    class: "network",
    type: "arn",
    format: "ARN",
    ...single,
    callers: PEOPLE,
    needs: "VPC endpoint",
    optional: true,
    arn: "arn:{partition}:ec2:{region}:{account}:vpc/vpc-{hex}",
    says: "The VPC that the call comes from, as an ARN. AWS sets it for some services only, and assigns account and id.",
    source: global("sourcevpcarn"),
  },
  {
    name: "aws:Ec2InstanceSourceVpc",
    class: "network",
    type: "string",
    format: "VPC",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The VPC of the instance whose role calls. AWS assigns its id.",
    source: global("ec2instancesourcevpc"),
  },
  {
    name: "aws:Ec2InstanceSourcePrivateIPv4",
    class: "chosen",
    type: "ip",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The private address of the instance whose role calls. Every VPC can use private ranges.",
    source: global("ec2instancesourceprivateip4"),
  },
  {
    name: "aws:ViaAWSService",
    class: "caller-kind",
    type: "boolean",
    follows: { from: "forwarding", values: { without: "false", with: "true" } },
    ...single,
    says: "True when an AWS service forwards a caller's own request. Anyone can call through such a service.",
    source: global("viaawsservice"),
  },
  {
    name: "aws:CalledVia",
    class: "chosen",
    type: "string",
    format: "service name",
    ...many,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The AWS services that forwarded the caller's own request. Anyone can call through them.",
    source: global("calledvia"),
  },
  {
    name: "aws:CalledViaFirst",
    class: "chosen",
    type: "string",
    format: "service name",
    ...single,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The first AWS service that forwarded the caller's own request. Anyone can call through it.",
    source: global("calledviafirst"),
  },
  {
    name: "aws:CalledViaLast",
    class: "chosen",
    type: "string",
    format: "service name",
    ...single,
    callers: PEOPLE,
    needs: "forwarded call",
    says: "The last AWS service that forwarded the caller's own request. Anyone can call through it.",
    source: global("calledvialast"),
  },
  {
    name: "aws:CurrentTime",
    class: "time",
    type: "date",
    variable: "time",
    part: "timestamp",
    ...single,
    says: "The time of the call. Always present.",
    source: global("currenttime"),
  },
  {
    name: "aws:EpochTime",
    class: "time",
    type: "date",
    variable: "time",
    part: "epoch",
    ...single,
    says: "The time of the call, in seconds since 1970. Always present.",
    source: global("epochtime"),
  },
  {
    name: "aws:TokenIssueTime",
    class: "chosen",
    type: "date",
    variable: "token time",
    part: "timestamp",
    ...single,
    callers: ["session", "role", "federated"],
    says: "The time at which the temporary credentials were issued. Present only with such credentials; anyone can issue their own.",
    source: global("tokenissuetime"),
  },
  {
    name: "aws:MultiFactorAuthPresent",
    class: "chosen",
    type: "boolean",
    follows: { from: "MFA", values: { without: "false", with: "true" } },
    together: "MFA",
    ...single,
    callers: ["session", "role", "federated"],
    optional: true,
    says: "Whether the temporary credentials were issued with MFA. Anyone can use MFA in their own account.",
    source: global("multifactorauthpresent"),
  },
  {
    name: "aws:MultiFactorAuthAge",
    class: "chosen",
    type: "number",
    together: "MFA",
    ...single,
    callers: ["session", "role", "federated"],
    needs: "MFA",
    optional: true,
    says: "Seconds since the caller's MFA. Anyone can use MFA in their own account.",
    source: global("multifactorauthage"),
  },
  {
    name: "aws:SourceIdentity",
    class: "chosen",
    type: "string",
    ...single,
    callers: ["role"],
    optional: true,
    says: "A name set by whoever assumes the role. Anyone can set any name in their own account.",
    source: global("sourceidentity"),
  },
  {
    name: "aws:FederatedProvider",
    class: "chosen",
    type: "string",
    ...single,
    callers: ["role"],
    optional: true,
    says: "The identity provider that issued the credentials. Anyone can add one to their own account.",
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
    says: "A header that the caller writes. Always present.",
    source: global("useragent"),
  },
  {
    name: "aws:SecureTransport",
    class: "fixed",
    type: "boolean",
    constant: "true",
    ...single,
    says: "Whether the call uses TLS. AWS endpoints accept nothing else.",
    source: global("securetransport"),
  },
  {
    name: "aws:RequestedRegion",
    class: "fixed",
    type: "string",
    constant: { the: "region" },
    ...single,
    says: "The Region that is called: the resource's own.",
    source: global("requestedregion"),
  },
  {
    name: "aws:ResourceAccount",
    class: "fixed",
    type: "string",
    constant: { the: "owner" },
    ...single,
    says: "The account that owns the resource, whoever calls.",
    source: global("resourceaccount"),
  },
  {
    name: "aws:ResourceOrgID",
    class: "fixed",
    type: "string",
    variable: "resource organization",
    part: "organization",
    together: "resource organization",
    ...single,
    says: "The organisation of the resource's owner, whoever calls.",
    source: global("resourceorgid"),
  },
  {
    name: "aws:ResourceOrgPaths",
    class: "fixed",
    type: "string",
    variable: "resource organization",
    format: "organization path",
    oneValue: true,
    together: "resource organization",
    ...many,
    says: "The organisation path of the resource's owner, whoever calls.",
    source: global("resourceorgpaths"),
  },
  {
    name: "aws:ResourceTag/",
    class: "fixed",
    type: "string",
    ...single,
    says: "A tag of the resource, whoever calls. Known when the resource's tags were read.",
    source: global("resourcetag"),
  },
  {
    name: "aws:ViaAWSMCPService",
    class: "chosen",
    type: "boolean",
    follows: { from: "MCP server", values: { without: "false", with: "true" } },
    ...single,
    callers: PEOPLE,
    optional: true,
    says: "True when the call came through an MCP server that AWS runs. Anyone can call through one, or directly.",
    source: global("viaawsmcpservice"),
  },
  {
    name: "aws:CalledViaAWSMCP",
    class: "chosen",
    type: "string",
    format: "service name",
    ...single,
    callers: PEOPLE,
    needs: "MCP server",
    optional: true,
    sample: "aws-mcp.amazonaws.com",
    says: "The AWS MCP server that the call came through. Anyone can call through one. Absent on direct calls.",
    source: global("calledviaawsmcp"),
  },
  {
    name: "aws:SignInSessionArn",
    class: "caller",
    type: "arn",
    format: "ARN",
    ...single,
    callers: PEOPLE,
    optional: true,
    arn: "arn:{partition}:signin:{region}:{account}:session/{id}",
    says: "The caller's own sign-in session. Present only after `aws login` and the like; strangers have one in their own account.",
    source: global("signinsessionarn"),
  },
  {
    name: "aws:ChatbotSourceArn",
    ...session,
    ...ownArn,
    arn: "arn:{partition}:chatbot::{account}:chat-configuration/{id}",
    says: "The chat configuration that uses the caller's role. Strangers can have one in their own account.",
    source: global("chatbotsourcearn"),
  },
  {
    name: "ec2:RoleDelivery",
    ...session,
    class: "chosen",
    type: "number",
    values: ["2.0", "1.0"],
    says: "The version of the instance metadata service that supplied the role's credentials. Anyone can choose it for their own instances.",
    source: ROLE_KEYS,
  },
  {
    name: "ec2:SourceInstanceArn",
    ...session,
    ...ownArn,
    arn: "arn:{partition}:ec2:{region}:{account}:instance/{id}",
    sample: "i-0fa57a11ce5e55555",
    says: "The EC2 instance whose role calls. Strangers can have one in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "ssm:SourceInstanceArn",
    ...session,
    ...ownArn,
    arn: "arn:{partition}:ssm:{region}:{account}:managed-instance/{id}",
    sample: "mi-0fa57a11ce5e55555",
    says: "The instance managed by Systems Manager whose role calls. Strangers can have one in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "codebuild:BuildArn",
    ...session,
    ...ownArn,
    arn: "arn:{partition}:codebuild:{region}:{account}:build/{name}:{id}",
    says: "The build whose role calls. Strangers can have one in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "codebuild:ProjectArn",
    ...session,
    ...ownArn,
    arn: "arn:{partition}:codebuild:{region}:{account}:project/{name}",
    says: "The build project whose role calls. Strangers can have one in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "glue:CredentialIssuingService",
    ...session,
    class: "chosen",
    type: "string",
    sample: "glue.amazonaws.com",
    says: "The service that gave a job's role its credentials. Anyone can run jobs in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "glue:RoleAssumedBy",
    ...session,
    class: "chosen",
    type: "string",
    sample: "glue.amazonaws.com",
    says: "The service that assumed a job's role. Anyone can run jobs in their own account.",
    source: ROLE_KEYS,
  },
  {
    name: "identitystore:UserId",
    ...session,
    class: "chosen",
    type: "string",
    says: "The caller's id in an identity store. It does not say whose store that is.",
    source: ROLE_KEYS,
  },
  {
    name: "lambda:SourceFunctionArn",
    ...session,
    ...ownArn,
    contested: true,
    says: "The Lambda function whose role calls. IAM's page lists it for every such call; Lambda's guide says that resource-based policies cannot use it.",
    source: global("lambdasourcefunctionarn"),
  },
  {
    name: "cognito-identity.amazonaws.com:amr",
    class: "chosen",
    type: "string",
    ...many,
    callers: ["role"],
    optional: true,
    says: "How the caller signed in with the identity pool. Strangers can have a pool of their own.",
    source: FEDERATION,
  },
  ...[
    ["cognito-identity.amazonaws.com:", "Amazon Cognito"],
    ["accounts.google.com:", "Google"],
    ["graph.facebook.com:", "Facebook"],
    ["www.amazon.com:", "Login with Amazon"],
    ["saml:", "a SAML identity provider"],
  ].map(([name = "", provider = ""]): KeyMeaning => ({
    name,
    ...session,
    class: "chosen",
    type: "string",
    says: `What ${provider} says about the person who assumed the role. A stranger's own role accepts anyone.`,
    source: FEDERATION,
  })),
  {
    name: "aws:AssumedRoot",
    class: "absent",
    type: "boolean",
    ...single,
    says: "Present only on the call that begins a root session. No request on the resource carries it.",
    source: global("assumedroot"),
  },
  {
    name: "aws:IsMcpServiceAction",
    class: "absent",
    type: "boolean",
    ...single,
    says: "Present only on actions of MCP servers themselves. No request on the resource carries it.",
    source: global("ismcpserviceaction"),
  },
  {
    name: "aws:RequestTag/",
    class: "content",
    type: "string",
    ...single,
    byAction: true,
    optional: true,
    says: "A tag that the request would set. Only actions that tag carry it; the caller writes it.",
    source: global("requesttag"),
  },
  {
    name: "aws:TagKeys",
    class: "content",
    type: "string",
    ...many,
    byAction: true,
    optional: true,
    says: "Names of the tags that the request would set. Only actions that tag carry them; the caller writes them.",
    source: global("tagkeys"),
  },
];

const GLOBAL: ReadonlyMap<string, KeyMeaning> = new Map(
  GLOBAL_KEYS.map((row) => [row.name.toLowerCase(), row]),
);

const isFamily = (name: string): boolean => name.endsWith("/") || name.endsWith(":");

/** What a family's members begin with: the name up to its first slash or, without one, its first colon. */
const familyOf = (name: string): string => {
  const slash = name.indexOf("/") + 1;
  return name.slice(0, slash === 0 ? name.indexOf(":") + 1 : slash);
};

/** Finds a key's row by its name, in any case, or its family's; the question's own rows come after the global ones. */
export const findKey = (name: string, rows: readonly KeyMeaning[]): KeyMeaning | null => {
  // A family's name alone is no key.
  if (isFamily(name)) return null;
  const sought = [name.toLowerCase(), familyOf(name).toLowerCase()];
  for (const one of sought) {
    const row = GLOBAL.get(one) ?? rows.find((own) => own.name.toLowerCase() === one);
    if (row !== undefined) return row;
  }
  return null;
};

/** Whether the row is of the table of global keys. */
export const isGlobal = (row: KeyMeaning): boolean => GLOBAL.get(row.name.toLowerCase()) === row;

/** Whether the row stands for a family of keys. */
export const isFamilyRow = ({ name }: KeyMeaning): boolean => isFamily(name);

const prefixOf = (name: string): string => name.slice(0, name.indexOf(":") + 1).toLowerCase();

const PREFIXES: ReadonlySet<string> = new Set(GLOBAL_KEYS.map(({ name }) => prefixOf(name)));

/** Whether keys of the table of global keys begin as this one does (`aws:`, `ec2:`); a service's own have its prefix. */
export const hasGlobalPrefix = (name: string): boolean => PREFIXES.has(prefixOf(name));
