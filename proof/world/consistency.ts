import { address, inBlock } from "../../src/policy/evaluate/operators/ip.ts";
import { moment } from "../../src/policy/evaluate/operators/date.ts";
import { valueOf, valuesOf, type Request } from "../../src/policy/evaluate/request.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { PRIVATE } from "./networks.ts";
import { canExist } from "./source-arns.ts";
import { SESSION_ARNS, SESSION_TEXTS, SIGN_IN_METHODS } from "./sessions.ts";
import { mentions } from "./values.ts";

/**
 * What is wrong with a request: the axioms that tie keys together, each in words; empty where it could be sent.
 * A key that the policies do not ask for may be left out.
 */
export const inconsistencies = (
  request: Request,
  policies: readonly Policy[],
  question: Question,
): readonly string[] => {
  const view = look(request, policies, question);
  const rules = [...COMMON, ...(request.principal.startsWith("arn:") ? DIRECT : SERVICE)];
  return rules.filter(([, holds]) => !holds(view)).map(([says]) => says);
};

interface View {
  readonly request: Request;
  readonly question: Question;
  /** A single value, or null. */
  get(key: string): string | null;
  all(key: string): readonly string[];
  has(key: string): boolean;
  /** Present, or never asked for. */
  given(key: string): boolean;
  /** The principal's ARN in fields. */
  readonly arn: readonly string[];
}

const look = (request: Request, policies: readonly Policy[], question: Question): View => ({
  request,
  question,
  get: (key) => valueOf(request, key),
  all: (key) => valuesOf(request, key) ?? [],
  has: (key) => valuesOf(request, key) !== null,
  given: (key) => valuesOf(request, key) !== null || !mentions(policies, key),
  arn: request.principal.split(":"),
});

type Axiom = readonly [string, (view: View) => boolean];

const LISTS = [
  "aws:PrincipalOrgPaths",
  "aws:VpceOrgPaths",
  "aws:SourceOrgPaths",
  "aws:CalledVia",
  "aws:PrincipalServiceNamesList",
  "aws:ResourceOrgPaths",
  "ses:Recipients",
  "cognito-identity.amazonaws.com:amr",
].map((key) => key.toLowerCase());

const SERVICE_SET = [
  "aws:PrincipalServiceName",
  "aws:PrincipalServiceNamesList",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOwner",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
];
const ENDPOINT = ["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"];
const TEMPORARY = ["aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"];
const ALWAYS_CONTENT = ["ses:ApiVersion", "ses:FromAddress", "ses:Recipients"];
/** Below a root lie units only, five deep at most (AWS Organizations, quotas). */
export const ORGANISATION_PATH: RegExp =
  /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/){0,5}$/;
const ORG = /^o-[a-z0-9]{10,32}$/;
const NAME = /^[\w+=,.@-]{1,64}$/;

const DIRECT_KEYS = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalType",
  "aws:userid",
  "aws:username",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:ViaAWSService",
  "aws:CalledVia",
  "aws:CalledViaFirst",
  "aws:CalledViaLast",
  "aws:SourceIdentity",
  "aws:FederatedProvider",
  "aws:ViaAWSMCPService",
  "aws:CalledViaAWSMCP",
  "aws:VpceAccount",
  "aws:SourceVpcArn",
  "ec2:RoleDelivery",
  "cognito-identity.amazonaws.com:amr",
  ...SESSION_TEXTS,
  ...SESSION_ARNS.map(({ key }) => key),
  "aws:UserAgent",
  "aws:Referer",
  "aws:SourceIp",
  "aws:VpceOrgID",
  "aws:VpceOrgPaths",
  "aws:SecureTransport",
  "aws:RequestedRegion",
  "aws:ResourceAccount",
  "aws:ResourceOrgID",
  "aws:ResourceOrgPaths",
  "aws:CurrentTime",
  "aws:EpochTime",
  ...SERVICE_SET,
  ...ENDPOINT,
  ...TEMPORARY,
].map((key) => key.toLowerCase());

const isKnown = (key: string, { request, question }: View): boolean =>
  DIRECT_KEYS.includes(key) ||
  key.startsWith("aws:principaltag/") ||
  (question.actions.find((action) => action.name === request.action)?.keys ?? []).some(
    (one) => one.toLowerCase() === key,
  );

const pathsFit = (view: View, id: string, paths: string): boolean =>
  view.has(id)
    ? ORG.test(view.get(id) ?? "") &&
      view.given(paths) &&
      view
        .all(paths)
        .every((path) => ORGANISATION_PATH.test(path) && path.startsWith(`${view.get(id) ?? ""}/`))
    : !view.has(paths);

const seconds = (text: string | null): number | null => {
  const read = moment(text ?? "");
  return read === null ? null : Math.floor(read / 1000);
};

const COMMON: readonly Axiom[] = [
  [
    "the action is one of those asked about",
    ({ request, question }) => question.actions.some((one) => one.name === request.action),
  ],
  ["the resource is the one asked about", ({ request, question }) => request.resource === question.resource],
  [
    "only keys that such a request carries",
    (view) => Object.keys(view.request.context).every((key) => isKnown(key.toLowerCase(), view)),
  ],
  [
    "lists where keys are multi-valued, single values elsewhere",
    ({ request }) =>
      Object.entries(request.context).every(
        ([key, value]) => LISTS.includes(key.toLowerCase()) === Array.isArray(value),
      ),
  ],
  [
    "SecureTransport is true",
    ({ get, given }) => given("aws:SecureTransport") && [null, "true"].includes(get("aws:SecureTransport")),
  ],
  [
    "RequestedRegion is the resource's",
    ({ get, given, question }) =>
      given("aws:RequestedRegion") &&
      [null, question.resource.split(":")[3]].includes(get("aws:RequestedRegion")),
  ],
  [
    "ResourceAccount is the owner",
    ({ get, given, question }) =>
      given("aws:ResourceAccount") && [null, question.owner].includes(get("aws:ResourceAccount")),
  ],
  [
    "CurrentTime is there and not past",
    ({ get, given, has, question }) =>
      given("aws:CurrentTime") &&
      (!has("aws:CurrentTime") || (seconds(get("aws:CurrentTime")) ?? -1) >= (seconds(question.now) ?? 0)),
  ],
  [
    "EpochTime is CurrentTime and not past",
    ({ get, given, has, question }) =>
      given("aws:EpochTime") &&
      (!has("aws:EpochTime") ||
        (Number(get("aws:EpochTime")) >= (seconds(question.now) ?? 0) &&
          (!has("aws:CurrentTime") || Number(get("aws:EpochTime")) === seconds(get("aws:CurrentTime"))))),
  ],
  [
    "what every mail has is there",
    ({ request, question, given }) =>
      ALWAYS_CONTENT.filter(
        (key) => question.actions.find((one) => one.name === request.action)?.keys.includes(key) === true,
      ).every(given),
  ],
  [
    "SourceIp is a public address",
    ({ get, has }) =>
      !has("aws:SourceIp") ||
      (address(get("aws:SourceIp") ?? "") !== null &&
        !PRIVATE.some((block) => inBlock(block, get("aws:SourceIp") ?? ""))),
  ],
  ["every request has a user agent", ({ given }) => given("aws:UserAgent")],
  ["the API has two versions", ({ get }) => [null, "1", "2"].includes(get("ses:ApiVersion"))],
  [
    "no mail address holds a wildcard",
    ({ get, all }) =>
      ![get("ses:FromAddress"), get("ses:FeedbackAddress"), ...all("ses:Recipients")].some((one) =>
        /[*?]/.test(one ?? ""),
      ),
  ],
  [
    "source organisation and its paths go together",
    (view) => pathsFit(view, "aws:SourceOrgID", "aws:SourceOrgPaths"),
  ],
];

const kindOf = ({ arn }: View): "User" | "AssumedRole" | "Account" | "FederatedUser" | null => {
  const rest = arn.slice(5).join(":");
  if (arn[2] === "iam" && rest === "root") return "Account";
  if (arn[2] === "iam" && rest.startsWith("user/")) return "User";
  if (arn[2] === "sts" && rest.startsWith("assumed-role/")) return "AssumedRole";
  return arn[2] === "sts" && rest.startsWith("federated-user/") ? "FederatedUser" : null;
};

const lastName = (arn: string): string => arn.split("/").at(-1) ?? "";

const arnFits = (view: View): boolean => {
  const arn = view.get("aws:PrincipalArn");
  if (arn === null) return view.given("aws:PrincipalArn");
  if (kindOf(view) !== "AssumedRole") return arn === view.request.principal;
  const prefix = `arn:${view.arn[1] ?? ""}:iam::${view.arn[4] ?? ""}:role/`;
  return (
    arn.startsWith(prefix) &&
    /^(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/.test(arn.slice(prefix.length)) &&
    lastName(arn) === view.request.principal.split("/")[1]
  );
};

const userIdFits = (view: View): boolean => {
  const id = view.get("aws:userid");
  if (id === null) return view.given("aws:userid");
  const kind = kindOf(view);
  if (kind === "User") return /^AIDA[A-Z0-9]{12,}$/.test(id);
  if (kind === "Account") return id === view.arn[4];
  if (kind === "FederatedUser") return id === `${view.arn[4] ?? ""}:${lastName(view.request.principal)}`;
  return (
    /^AROA[A-Z0-9]{12,}:/.test(id) &&
    id.split(":").slice(1).join(":") === view.request.principal.split("/")[2]
  );
};

const isTemporary = (view: View): boolean => {
  const kind = kindOf(view);
  return (
    kind === "AssumedRole" ||
    kind === "FederatedUser" ||
    (kind === "User" && view.given("aws:TokenIssueTime"))
  );
};

const DIRECT: readonly Axiom[] = [
  [
    "the principal is a user, a role session, a root or a federated user",
    (view) => kindOf(view) !== null && NAME.test(lastName(view.request.principal).replace(/.*:/, "")),
  ],
  [
    "the principal is of the resource's partition",
    ({ arn, question }) => arn[1] === question.resource.split(":")[1],
  ],
  [
    "PrincipalAccount is the ARN's",
    ({ get, given, arn }) =>
      /^\d{12}$/.test(arn[4] ?? "") &&
      given("aws:PrincipalAccount") &&
      [null, arn[4]].includes(get("aws:PrincipalAccount")),
  ],
  ["PrincipalArn is the principal's, of a session the role's", arnFits],
  [
    "PrincipalType is the principal's",
    (view) =>
      view.given("aws:PrincipalType") &&
      (!view.has("aws:PrincipalType") || view.get("aws:PrincipalType") === kindOf(view)),
  ],
  ["userid is of the principal's form", userIdFits],
  [
    "username is a user's name and nobody else's",
    (view) =>
      kindOf(view) === "User"
        ? view.given("aws:username") &&
          [null, lastName(view.request.principal)].includes(view.get("aws:username"))
        : !view.has("aws:username"),
  ],
  [
    "no service is the caller",
    ({ get, given }) =>
      given("aws:PrincipalIsAWSService") && [null, "false"].includes(get("aws:PrincipalIsAWSService")),
  ],
  ["no key that only services set", ({ has }) => !SERVICE_SET.some(has)],
  [
    "organisation and its paths go together",
    (view) => pathsFit(view, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"),
  ],
  [
    "endpoint's organisation and its paths go together",
    (view) =>
      pathsFit(view, "aws:VpceOrgID", "aws:VpceOrgPaths") &&
      (!view.has("aws:VpceOrgID") || !view.has("aws:SourceIp")),
  ],
  [
    "either a public address or an endpoint",
    ({ has, given }) =>
      has("aws:SourceIp")
        ? !ENDPOINT.some(has)
        : ENDPOINT.every(given) && (given("aws:SourceIp") || ENDPOINT.some(has)),
  ],
  [
    "temporary keys on temporary credentials",
    (view) =>
      isTemporary(view)
        ? kindOf(view) === "User" || view.given("aws:TokenIssueTime")
        : !TEMPORARY.some(view.has),
  ],
  [
    "the token was issued before the call",
    ({ get, has }) =>
      !has("aws:TokenIssueTime") ||
      !has("aws:CurrentTime") ||
      (seconds(get("aws:TokenIssueTime")) ?? Infinity) <= (seconds(get("aws:CurrentTime")) ?? 0),
  ],
  [
    "MFA's age where MFA was used",
    ({ get, given, has }) =>
      get("aws:MultiFactorAuthPresent") === "true"
        ? given("aws:MultiFactorAuthAge")
        : !has("aws:MultiFactorAuthAge") ||
          (!has("aws:MultiFactorAuthPresent") && given("aws:MultiFactorAuthPresent")),
  ],
  [
    "source identity and federation on role sessions",
    (view) =>
      kindOf(view) === "AssumedRole" ||
      (!view.has("aws:SourceIdentity") && !view.has("aws:FederatedProvider")),
  ],
  [
    "the chain of services goes with ViaAWSService",
    ({ get, given, has }) => {
      const chain = ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];
      return get("aws:ViaAWSService") === "true"
        ? chain.every(given)
        : given("aws:ViaAWSService") && !chain.some(has);
    },
  ],
  [
    "an MCP server is named only where one is called through",
    ({ get, has }) => !has("aws:CalledViaAWSMCP") || [null, "true"].includes(get("aws:ViaAWSMCPService")),
  ],
  [
    "what services bring into a session is in a role's",
    (view) =>
      kindOf(view) === "AssumedRole" ||
      ![SIGN_IN_METHODS, ...SESSION_TEXTS, ...SESSION_ARNS.map(({ key }) => key), "ec2:RoleDelivery"].some(
        (key) => key !== "aws:SignInSessionArn" && view.has(key),
      ),
  ],
  [
    "ARNs of a session are of the caller's account",
    ({ get, has, arn }) =>
      SESSION_ARNS.filter(({ key }) => has(key)).every(({ key }) => {
        const fields = (get(key) ?? "").split(":");
        return fields.length >= 6 && fields[0] === "arn" && fields[1] === arn[1] && fields[4] === arn[4];
      }),
  ],
  [
    "an instance's role comes by one of two versions",
    ({ get }) => [null, "1.0", "2.0"].includes(get("ec2:RoleDelivery")),
  ],
  [
    "an endpoint's account and VPC go with an endpoint",
    ({ get, has }) =>
      !(has("aws:VpceAccount") || has("aws:SourceVpcArn")) ||
      (!has("aws:SourceIp") &&
        /^\d{12}$/.test(get("aws:VpceAccount") ?? "000000000000") &&
        /^arn:[a-z-]+:ec2:[a-z0-9-]+:\d{12}:vpc\/[^:]+$/.test(
          get("aws:SourceVpcArn") ?? "arn:aws:ec2:x:000000000000:vpc/vpc-0",
        )),
  ],
  [
    "an endpoint is of the account that owns its VPC",
    ({ get, has }) =>
      !has("aws:VpceAccount") ||
      !has("aws:SourceVpcArn") ||
      get("aws:VpceAccount") === get("aws:SourceVpcArn")?.split(":")[4],
  ],
  [
    "the VPC's ARN ends with its id",
    ({ get, has }) =>
      !has("aws:SourceVpcArn") ||
      [null, (get("aws:SourceVpcArn") ?? "").split("/")[1]].includes(get("aws:SourceVpc")),
  ],
  [
    "first and last of the chain are its ends",
    ({ get, all, has }) =>
      !has("aws:CalledVia") ||
      ([null, all("aws:CalledVia")[0]].includes(get("aws:CalledViaFirst")) &&
        [null, all("aws:CalledVia").at(-1)].includes(get("aws:CalledViaLast"))),
  ],
  [
    "endpoint ids are of their form",
    ({ get, has }) =>
      (!has("aws:SourceVpc") || /^vpc-[0-9a-f]{8,17}$/.test(get("aws:SourceVpc") ?? "")) &&
      (!has("aws:SourceVpce") || /^vpce-[0-9a-f]{8,17}$/.test(get("aws:SourceVpce") ?? "")),
  ],
];

const SERVICE: readonly Axiom[] = [
  ["the principal is a service", ({ request }) => /^[a-z0-9.-]+\.amazonaws\.com$/.test(request.principal)],
  [
    "PrincipalIsAWSService is true",
    ({ get, given }) =>
      given("aws:PrincipalIsAWSService") && [null, "true"].includes(get("aws:PrincipalIsAWSService")),
  ],
  [
    "the service's name is its own",
    ({ get, all, given, request }) =>
      given("aws:PrincipalServiceName") &&
      given("aws:PrincipalServiceNamesList") &&
      [null, request.principal].includes(get("aws:PrincipalServiceName")) &&
      all("aws:PrincipalServiceNamesList").every((name) => name === request.principal),
  ],
  [
    "a service comes by no endpoint and by no other service",
    ({ get, has }) =>
      ![
        ...ENDPOINT,
        "aws:VpceOrgID",
        "aws:CalledVia",
        "aws:username",
        "aws:PrincipalOrgID",
        ...TEMPORARY,
      ].some(has) && get("aws:ViaAWSService") !== "true",
  ],
  [
    "the source's ARN is one that can exist",
    ({ get, has }) => !has("aws:SourceArn") || canExist(get("aws:SourceArn") ?? ""),
  ],
  [
    "the source is one account's",
    ({ get }) => {
      const accounts = [
        get("aws:SourceAccount"),
        get("aws:SourceOwner"),
        get("aws:SourceArn")?.split(":")[4] ?? null,
      ];
      return new Set(accounts.filter((one) => one !== null && one !== "")).size <= 1;
    },
  ],
];
