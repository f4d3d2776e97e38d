import type { Pages } from "../../faults.ts";
import { textAt, type JsonObject } from "../../protocol/json.ts";
import { refusal } from "../../protocol/refusal.ts";
import { jsonService, type JsonOperation } from "../../protocol/rest-json.ts";
import type { Context, Service } from "../../protocol/service.ts";
import type { Organization } from "../../world.ts";

/** The most that a page may hold, and what it holds where nothing is asked (API reference of ListAccounts). */
const LARGEST_PAGE = 20;

/** The caller's organisation; only its management account and delegated administrators may list what is in it. */
const asked = ({ world, caller }: Context, mayEveryMember = false): Organization => {
  const { organization } = world;
  if (organization?.members.has(caller.account) !== true)
    throw refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
  const { managementAccount, delegated } = organization;
  if (!mayEveryMember && caller.account !== managementAccount && !delegated.has(caller.account))
    throw refusal("AccessDeniedException", "You don't have permissions to access this resource.");
  return organization;
};

const accountOf = ({ id, managementAccount, members }: Organization, account: string): JsonObject => ({
  Id: account,
  Arn: `arn:aws:organizations::${managementAccount}:account/${id}/${account}`,
  Email: `${account}@example.com`,
  Name: members.get(account)?.name ?? "",
  // `Status` was retired on 2026-09-09.
  State: members.get(account)?.state ?? "ACTIVE",
  JoinedMethod: "CREATED",
});

const listAccounts: JsonOperation = (input, context) => {
  const organization = asked(context);
  return page(input, context, [...organization.members.keys()], "Accounts", (id) =>
    accountOf(organization, id),
  );
};

const listAccountsForParent: JsonOperation = (input, context) => {
  const organization = asked(context);
  const parent = parentIn(organization, input);
  const children = [...organization.members].flatMap(([id, member]) =>
    member.parent === parent ? [id] : [],
  );
  return page(input, context, children, "Accounts", (id) => accountOf(organization, id));
};

const listUnits: JsonOperation = (input, context) => {
  const organization = asked(context);
  const parent = parentIn(organization, input);
  const children = [...organization.units].flatMap(([id, above]) => (above === parent ? [id] : []));
  return page(input, context, children, "OrganizationalUnits", (Id) => ({ Id, Name: Id }));
};

const describeOrganization: JsonOperation = (_, context) => {
  const { id, managementAccount } = asked(context, true);
  return {
    Organization: {
      Id: id,
      Arn: `arn:aws:organizations::${managementAccount}:organization/${id}`,
      MasterAccountId: managementAccount,
      FeatureSet: "ALL",
    },
  };
};

const parentIn = ({ root, units }: Organization, input: JsonObject): string => {
  const parent = textAt(input, "ParentId");
  if (parent !== root && !units.has(parent))
    throw refusal("ParentNotFoundException", "You specified a root or OU that doesn't exist.");
  return parent;
};

const page = (
  input: JsonObject,
  { faults: { pages } }: Context,
  ids: readonly string[],
  member: string,
  show: (id: string) => JsonObject,
): JsonObject => {
  const size = input["MaxResults"] ?? LARGEST_PAGE;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > LARGEST_PAGE)
    throw refusal("InvalidInputException", "MaxResults must be between 1 and 20.");
  const token = textAt(input, "NextToken");
  const start = token === "" ? "" : Buffer.from(token, "base64url").toString();
  if (token !== "" && !start.startsWith("after:"))
    throw refusal("InvalidInputException", "You provided an invalid NextToken.");
  const rest = ids.toSorted().filter((id) => isBehind(id, start.slice("after:".length), pages));
  const shown = rest.slice(0, Math.min(size, pages.size));
  const last = shown.at(-1);
  return {
    [member]: shown.map(show),
    ...(last !== undefined &&
      rest.length > shown.length && { NextToken: Buffer.from(`after:${last}`).toString("base64url") }),
  };
};

const isBehind = (id: string, last: string, { start }: Pages): boolean =>
  start === "first" || (start === "one-before" ? id >= last : id > last);

/** AWS Organizations: which accounts there are. */
export const ORGANIZATIONS: Service = jsonService({
  name: "organizations",
  regional: false,
  target: "AWSOrganizationsV20161128",
  routes: [
    { operation: "ListAccounts", at: "POST /", answer: listAccounts },
    { operation: "ListAccountsForParent", at: "POST /", answer: listAccountsForParent },
    { operation: "ListOrganizationalUnitsForParent", at: "POST /", answer: listUnits },
    { operation: "DescribeOrganization", at: "POST /", answer: describeOrganization },
  ],
  // Clients of AWS JSON 1.1 look for the code in the body (botocore) or in the header (the SDK for JavaScript).
  errorBody: ({ code, message }) => ({ __type: code, Message: message }),
});
