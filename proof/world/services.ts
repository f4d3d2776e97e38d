import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import { accounts, CALLER_KEYS } from "./callers.ts";
import { inhabit, instances } from "./globs.ts";
import type { Names } from "./names.ts";
import { organisations } from "./organisations.ts";
import { canExist } from "./source-arns.ts";
import { distinct, type Part } from "./part.ts";
import { mentions, valuesFor } from "./values.ts";

const SERVICE_KEYS = [
  "aws:PrincipalIsAWSService",
  "aws:PrincipalServiceName",
  "aws:PrincipalServiceNamesList",
];
const SOURCE_KEYS = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner"];

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/;

/**
 * A service signs its calls too: aws:PrincipalAccount is there on every request (IAM user guide, condition-keys), but
 * with an account of AWS' own.
 */
const SERVICE_ACCOUNT = "888888888888";

/** AWS services that call by their own name: those named, those that wildcards admit, one that nobody speaks of. */
export const services = (policies: readonly Policy[], names: Names, partition: string): readonly Part[] =>
  distinct(
    [
      ...new Set([
        "fresh-service.amazonaws.com",
        ...valuesFor(policies, "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList").flatMap((one) =>
          instances(one, ["q", "", "q.amazonaws.com"]),
        ),
        ...names.services,
      ]),
    ]
      .filter((name) => SERVICE.test(name))
      .map((name) => ({
        principal: name,
        mark: names.services.has(name) ? name : "fresh",
        context: {
          "aws:PrincipalAccount": SERVICE_ACCOUNT,
          "aws:PrincipalArn": `arn:${partition}:iam::${SERVICE_ACCOUNT}:role/service`,
          "aws:PrincipalIsAWSService": "true",
          "aws:PrincipalServiceName": name,
          "aws:PrincipalServiceNamesList": [name],
        },
      })),
    [...SERVICE_KEYS, ...CALLER_KEYS],
    policies,
  );

/** For whom a service acts: for nobody that it says, or for a resource of an account; each key there or not. */
export const sources = (policies: readonly Policy[], names: Names, question: Question): readonly Part[] => {
  if (!mentions(policies, ...SOURCE_KEYS, "aws:SourceOrgID", "aws:SourceOrgPaths"))
    return [{ mark: "none", context: {} }];
  const patterns = valuesFor(policies, "aws:SourceArn");
  const acting = accounts(policies, names, question).flatMap((account): readonly Part[] =>
    arnsOf(account, question.resource.split(":")[1] ?? "aws", patterns).flatMap((arn) =>
      [
        ["aws:SourceAccount", "aws:SourceArn"],
        ["aws:SourceAccount"],
        ["aws:SourceArn"],
        ["aws:SourceOwner"],
        ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner"],
        ["aws:SourceAccount", "aws:SourceOwner"],
        ["aws:SourceArn", "aws:SourceOwner"],
      ].map((keys) => ({
        mark:
          account === question.owner || question.trust.accounts.includes(account)
            ? "trusted"
            : names.accounts.has(account)
              ? "named"
              : "fresh",
        context: Object.fromEntries(keys.map((key) => [key, key === "aws:SourceArn" ? arn : account])),
      })),
    ),
  );
  const parts = distinct([{ mark: "none", context: {} }, ...acting], SOURCE_KEYS, policies);
  const organisation = organisations(policies, names, question, "aws:SourceOrgID", "aws:SourceOrgPaths");
  return parts.flatMap((part) =>
    organisation.map((one) => ({
      mark: `${part.mark},${one.mark}`,
      context: { ...part.context, ...one.context },
      fails: (part.fails ?? 0) | (one.fails ?? 0),
    })),
  );
};

const arnsOf = (account: string, partition: string, patterns: readonly string[]): readonly string[] => [
  `arn:${partition}:sqs:us-east-1:${account}:thing`,
  ...patterns.flatMap((pattern) => {
    const fields = pattern.split(":");
    const filled = [
      ...inhabit(pattern, `arn:${partition}:${literalField(fields[2])}:us-east-1:${account}:`),
      ...(fields.length >= 6 ? [[...fields.slice(0, 4), account, ...fields.slice(5)].join(":")] : []),
      pattern.replace("*", `${partition}:sqs:us-east-1:${account}:thing`),
      pattern.replace("*", `arn:${partition}:sqs:us-east-1:${account}:thing`),
    ];
    return filled.flatMap((one) => instances(one, ["", "q"])).filter((one) => isArnOf(one, account));
  }),
];

const literalField = (field: string | undefined): string =>
  field !== undefined && /^[a-z0-9-]+$/.test(field) ? field : "sqs";

const isArnOf = (arn: string, account: string): boolean =>
  canExist(arn) && /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/.test(arn) && arn.split(":")[4] === account;
