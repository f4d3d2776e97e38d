import { inBlock } from "../../../../src/policy/evaluate/operators/ip.ts";
import { valueOf, type Request } from "../../../../src/policy/evaluate/request.ts";
import type { Question } from "../../../../src/policy/question.ts";
import type { Names } from "./names.ts";

/** Who sends a request: one who is trusted, an account that the policies name, or anybody; and what ties him that nobody can choose. */
export interface Standing {
  readonly who: "trusted" | "named" | "fresh";
  /** `org:o-…`, `id:AIDA…`, `vpc:…`, `service:…`: places and memberships that a stranger does not have. */
  readonly limits: readonly string[];
}

export const standing = (request: Request, names: Names, question: Question): Standing =>
  request.principal.startsWith("arn:") ? caller(request, names, question) : service(request, names, question);

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
    ],
  };
};

/** A service may be made to act for anybody; that is a stranger's request only where no service is named. */
const service = (request: Request, names: Names, question: Question): Standing => {
  const account =
    valueOf(request, "aws:SourceAccount") ??
    valueOf(request, "aws:SourceOwner") ??
    valueOf(request, "aws:SourceArn")?.split(":")[4] ??
    null;
  const organisation = valueOf(request, "aws:SourceOrgID");
  const trusted = organisation !== null && question.trust.organizations.includes(organisation);
  return {
    who: trusted ? "trusted" : ofAccount(account, names, question),
    limits: [
      ...(names.services.has(request.principal) ? [`service:${request.principal}`] : []),
      ...(account === null && organisation === null ? ["service:any"] : []),
      ...(organisation !== null && names.organisations.has(organisation)
        ? [`aws:SourceOrgID:${organisation}`]
        : []),
    ],
  };
};
