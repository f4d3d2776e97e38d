import { createHash } from "node:crypto";
import { refusal } from "../../protocol/refusal.ts";
import { queryService, type QueryOperation } from "../../protocol/query.ts";
import type { Context, Service } from "../../protocol/service.ts";
import { element, textElement } from "../../protocol/xml.ts";
import type { AccessKey } from "../../world.ts";

/** Seconds: the shortest session, the longest of a role, and the default (API reference of AssumeRole). */
const SHORTEST = 900;
const LONGEST = 43_200;
const DEFAULT = 3600;

const getCallerIdentity: QueryOperation = (_, { caller }) => [
  textElement("Arn", caller.arn),
  textElement("UserId", caller.userId),
  textElement("Account", caller.account),
];

const assumeRole: QueryOperation = (parameters, context) => {
  const arn = parameters.text("RoleArn") ?? "";
  const session = parameters.text("RoleSessionName") ?? "";
  const seconds = Number(parameters.text("DurationSeconds") ?? DEFAULT);
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(arn))
    throw refusal("ValidationError", `${arn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    throw refusal(
      "ValidationError",
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: ` +
        "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  if (!Number.isInteger(seconds) || seconds < SHORTEST || seconds > LONGEST)
    throw refusal(
      "ValidationError",
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
        `Member must have value between ${SHORTEST} and ${LONGEST}`,
    );
  if (!mayAssume(arn, parameters.text("ExternalId"), context))
    throw refusal(
      "AccessDenied",
      `User: ${context.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      403,
    );
  const key = newSession(arn, session, seconds, context);
  context.world.keys.set(key.id, key);
  return [
    element("AssumedRoleUser", textElement("Arn", key.arn), textElement("AssumedRoleId", key.userId)),
    element(
      "Credentials",
      textElement("AccessKeyId", key.id),
      textElement("SecretAccessKey", key.secret ?? ""),
      textElement("SessionToken", key.session?.token ?? ""),
      textElement("Expiration", new Date(key.session?.expiresAt ?? 0).toISOString()),
    ),
  ];
};

/** A role that does not exist and one that does not trust the caller are answered alike. */
const mayAssume = (arn: string, externalId: string | undefined, { world, caller }: Context): boolean => {
  const [, , , , account = "", path = ""] = arn.split(":");
  const role = world.accounts.get(account)?.roles.get(path.slice(path.lastIndexOf("/") + 1));
  return (
    role !== undefined &&
    role.trusted.includes(caller.account) &&
    (role.externalId === undefined || role.externalId === externalId)
  );
};

const newSession = (arn: string, session: string, seconds: number, context: Context): AccessKey => {
  const digest = (what: string): Buffer =>
    createHash("sha256").update(`${what} ${context.unique()}`).digest();
  const [, partition = "aws", , , account = "", path = ""] = arn.split(":");
  const name = path.slice(path.lastIndexOf("/") + 1);
  const id = digest("key").toString("hex").slice(0, 16).toUpperCase();
  return {
    id: `ASIA${id}`,
    secret: digest("secret").toString("base64").slice(0, 40),
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    userId: `AROA${id}:${session}`,
    session: { token: digest("token").toString("base64"), expiresAt: context.now + seconds * 1000 },
  };
};

/** Security Token Service: who calls, and sessions of roles. */
export const STS: Service = queryService({
  name: "sts",
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  regional: false,
  operations: { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole },
});
