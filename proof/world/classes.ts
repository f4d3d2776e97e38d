import { inBlock } from "../../src/policy/evaluate/operators/ip.ts";
import { valueOf, valuesOf, type Request } from "../../src/policy/evaluate/request.ts";
import { applies } from "../../src/policy/evaluate/evaluate.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Names } from "./names.ts";

/** Who sends a request: one who is trusted, an account that the policies name, or anybody; and what ties him that nobody can choose. */
export interface Standing {
  readonly who: "trusted" | "named" | "fresh";
  /** `org:o-…`, `id:AIDA…`, `vpc:…`, `service:…`: places and memberships that a stranger does not have. */
  readonly limits: readonly string[];
}

export const standing = (
  request: Request,
  names: Names,
  question: Question,
  policies: readonly Policy[],
): Standing =>
  request.principal.startsWith("arn:")
    ? caller(request, names, question)
    : service(request, names, question, policies);

const ofAccount = (account: string | null, names: Names, { owner, trust }: Question): Standing["who"] =>
  account === owner || (account !== null && trust.accounts.includes(account))
    ? "trusted"
    : account !== null && names.accounts.has(account)
      ? "named"
      : "fresh";

const caller = (request: Request, names: Names, question: Question): Standing => {
  const get = (key: string): string => valueOf(request, key) ?? "";
  const { trust } = question;
  const trusted =
    trust.organizations.includes(get("aws:PrincipalOrgID")) ||
    trust.principals.some((arn) => arn === request.principal || arn === get("aws:PrincipalArn")) ||
    trust.networks.some((block) => inBlock(block, get("aws:SourceIp")));
  return {
    who: trusted ? "trusted" : ofAccount(get("aws:PrincipalAccount"), names, question),
    limits: [
      ...["aws:PrincipalOrgID", "aws:VpceOrgID"]
        .filter((key) => names.organisations.has(get(key)))
        .map((key) => `${key}:${get(key)}`),
      ...[...names.uniqueIds].filter((id) => get("aws:userid").split(":")[0] === id).map((id) => `id:${id}`),
      ...["aws:SourceVpc", "aws:SourceVpce"]
        .filter((key) => names.networks.has(get(key).toLowerCase()))
        .map((key) => `${key}:${get(key)}`),
      ...[get("aws:VpceAccount"), get("aws:SourceVpcArn").split(":")[4] ?? ""]
        .filter((account) => account !== "" && ofAccount(account, names, question) !== "fresh")
        .map((account) => `endpoint of:${account}`),
    ],
  };
};

/**
 * A service may be made to act for anybody. That is a stranger's (or a named account's) own doing only where a grant
 * speaks of the source and admits it; a grant that is silent about it, or names the service, is bound to services. A
 * service is not the owner, even where it acts for a resource of his or of somebody he trusts.
 */
const service = (
  request: Request,
  names: Names,
  question: Question,
  policies: readonly Policy[],
): Standing => {
  const account =
    valueOf(request, "aws:SourceAccount") ??
    valueOf(request, "aws:SourceOwner") ??
    valueOf(request, "aws:SourceArn")?.split(":")[4] ??
    null;
  const organisation = valueOf(request, "aws:SourceOrgID");
  const isOfTrusted = organisation !== null && question.trust.organizations.includes(organisation);
  const who = isOfTrusted ? "trusted" : ofAccount(account, names, question);
  const trusted = question.trust.networks.some((block) =>
    inBlock(block, valueOf(request, "aws:SourceIp") ?? ""),
  );
  const [byAccount, byOrganisation] = [/^aws:source(account|arn|owner)$/i, /^aws:sourceorg/i].map((keys) =>
    admits(policies, request, keys),
  );
  return {
    who: trusted ? "trusted" : who === "trusted" ? "fresh" : who,
    limits: [
      ...(who === "trusted" ? [`source of:${account ?? ""}`] : []),
      ...(byAccount === true || byOrganisation === true ? [] : ["service:any"]),
      ...(names.services.has(request.principal) ? [`service:${request.principal}`] : []),
      ...(organisation !== null && (names.organisations.has(organisation) || isOfTrusted)
        ? [`aws:SourceOrgID:${organisation}`]
        : []),
    ],
  };
};

/** Whether a matching Allow demands a source and names what it must be. */
const admits = (policies: readonly Policy[], request: Request, keys: RegExp): boolean =>
  policies.some((policy) =>
    policy.statements.some(
      (statement) =>
        statement.effect === "Allow" &&
        statement.conditions.some(
          (condition) =>
            keys.test(condition.key) &&
            condition.qualifier !== "ForAllValues" &&
            !condition.ifExists &&
            !/Not|Null/.test(condition.operator) &&
            valuesOf(request, condition.key) !== null,
        ) &&
        applies(statement, policy.version, request),
    ),
  );
