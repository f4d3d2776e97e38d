import { plain } from "../../src/policy/evaluate/pattern.ts";
import { expand } from "../../src/policy/evaluate/variables.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import type { Question } from "../../src/policy/question.ts";
import { accountsOf, instances, restsOf } from "./globs.ts";
import { constants, type Names } from "./names.ts";
import { distinct, type Part } from "./part.ts";
import { asksForSession } from "./sessions.ts";
import { conditionsOf, mentions, valuesFor } from "./values.ts";

export const CALLER_KEYS: readonly string[] = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalType",
  "aws:userid",
  "aws:username",
  "aws:PrincipalIsAWSService",
];

/** A direct caller, and whether his credentials are temporary. */
export interface Caller extends Part {
  readonly principal: string;
  readonly temporary: boolean;
  readonly role: boolean;
}

const FRESH_ACCOUNT = "999999999999";
const NAME = /^[\w+=,.@-]{1,64}$/;
const isName = (text: string): boolean => NAME.test(text);
const PATH_AND_NAME = /^(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/;

/** Account ids: one of nobody, those that wildcards admit, those named, the owner's, the trusted. */
export const accounts = (
  policies: readonly Policy[],
  names: Names,
  question: Question,
): readonly string[] => [
  ...new Set([
    FRESH_ACCOUNT,
    ...bothOf(
      constants(policies)
        .flatMap((text) => text.replace(/\$\{[^}]*\}/g, "*").split(/[:/]/))
        .filter((piece) => /^[\d*?]+$/.test(piece) && /[*?]/.test(piece)),
    ).flatMap(accountsOf),
    ...names.accounts,
    question.owner,
    ...question.trust.accounts,
    ...question.trust.principals.map((arn) => arn.split(":")[4] ?? ""),
  ]),
];

/** The patterns, and where one is open at its end and another at its beginning, both in one. */
const bothOf = (patterns: readonly string[]): readonly string[] => [
  ...patterns,
  ...patterns
    .filter((one) => one.endsWith("*"))
    .flatMap((one) => patterns.filter((other) => other.startsWith("*")).map((other) => one + other.slice(1))),
];

/** Every kind of direct caller that the policies can tell apart. */
export const callers = (policies: readonly Policy[], names: Names, question: Question): readonly Caller[] => {
  const partition = question.resource.split(":")[1] ?? "aws";
  const arns = [
    ...valuesFor(policies, "aws:PrincipalArn"),
    ...constants(policies).filter((text) => text.startsWith("arn:")),
    ...question.trust.principals,
  ];
  const ids = valuesFor(policies, "aws:userid");
  const userNames = [
    ...new Set([
      "mallory",
      ...nameOfResource(policies),
      ...[
        ...valuesFor(policies, "aws:username"),
        ...valuesFor(policies, ...comparedWithNames(policies)),
      ].flatMap((one) => instances(one)),
    ]),
  ];
  const sessions = [...new Set(["s", ...ids.flatMap((id) => instances(id.split(":")[1] ?? ""))])].filter(
    isName,
  );
  // The ARNs that a session carries are of the caller's own account: a policy that names one tells the accounts apart.
  const named = (account: string): string => (asksForSession(policies) ? account : "named");
  const mark = (account: string, arn: string): string =>
    question.trust.principals.includes(arn) ||
    account === question.owner ||
    question.trust.accounts.includes(account)
      ? "trusted"
      : names.accounts.has(account)
        ? named(account)
        : "fresh";
  const told = tellsCallersApart(policies) || question.trust.principals.length > 0;
  const all = accounts(policies, names, question).flatMap((account): readonly Caller[] => {
    const user = `arn:${partition}:iam::${account}:user/`;
    const role = `arn:${partition}:iam::${account}:role/`;
    const federated = `arn:${partition}:sts::${account}:federated-user/`;
    const root = `arn:${partition}:iam::${account}:root`;
    const assumed = assumedRoles(arns, `arn:${partition}:sts::${account}:assumed-role/`);
    return [
      ...suffixes(arns, user, [...userNames, ...namesLike(policies, account, question)]).flatMap((suffix) =>
        uniqueIds("AIDA", names).flatMap((id) =>
          (told ? [false, true] : [false]).map((temporary) => ({
            principal: user + suffix,
            temporary,
            role: false,
            mark: `${mark(account, user + suffix)},${temporary},${names.uniqueIds.has(id) ? id : ""}`,
            context: {
              "aws:PrincipalAccount": account,
              "aws:PrincipalArn": user + suffix,
              "aws:PrincipalType": "User",
              "aws:userid": id,
              "aws:username": suffix.split("/").at(-1) ?? "",
            },
          })),
        ),
      ),
      ...(told ? suffixes(arns, role, ["mallory", ...assumed.map((one) => one.role)]) : []).flatMap(
        (suffix) =>
          uniqueIds("AROA", names).flatMap((id) =>
            [...new Set([...sessions, ...assumed.map((one) => one.session)])].map((session) => ({
              principal: `arn:${partition}:sts::${account}:assumed-role/${suffix.split("/").at(-1) ?? ""}/${session}`,
              temporary: true,
              role: true,
              mark: `${mark(account, role + suffix)},role,${names.uniqueIds.has(id) ? id : ""}`,
              context: {
                "aws:PrincipalAccount": account,
                "aws:PrincipalArn": role + suffix,
                "aws:PrincipalType": "AssumedRole",
                "aws:userid": `${id}:${session}`,
              },
            })),
          ),
      ),
      {
        principal: root,
        temporary: false,
        role: false,
        mark: `${mark(account, root)},false,`,
        context: {
          "aws:PrincipalAccount": account,
          "aws:PrincipalArn": root,
          "aws:PrincipalType": "Account",
          "aws:userid": account,
        },
      },
      ...(told ? suffixes(arns, federated, ["mallory", ...sessions]) : []).filter(isName).map((name) => ({
        principal: federated + name,
        temporary: true,
        role: false,
        mark: `${mark(account, federated + name)},true,`,
        context: {
          "aws:PrincipalAccount": account,
          "aws:PrincipalArn": federated + name,
          "aws:PrincipalType": "FederatedUser",
          "aws:userid": `${account}:${name}`,
        },
      })),
    ];
  });
  const direct = all.map((one) => ({
    ...one,
    context: { ...one.context, "aws:PrincipalIsAWSService": "false" },
  }));
  return distinct(direct, CALLER_KEYS, policies) as readonly Caller[];
};

/** Whether any policy cares what kind of caller calls, beyond his account. */
const tellsCallersApart = (policies: readonly Policy[]): boolean =>
  mentions(policies, ...CALLER_KEYS, ...SESSION_KEYS) ||
  asksForSession(policies) ||
  policies.some(({ statements }) =>
    statements.some(({ principal }) => principal.entries.some((entry) => entry.text.includes("/"))),
  );

const SESSION_KEYS = [
  "aws:TokenIssueTime",
  "aws:MultiFactorAuthPresent",
  "aws:MultiFactorAuthAge",
  "aws:SourceIdentity",
  "aws:FederatedProvider",
];

/** The text with what a condition on the tag in it compares that with. */
const withTags = (text: string, policies: readonly Policy[]): readonly string[] =>
  (/\$\{([^},]+)/.exec(text) ?? [])
    .slice(1)
    .flatMap((key) => [
      ...valuesFor(policies, key.trim()),
      ...valuesFor(policies, ...keysOfValue(policies, key)),
    ])
    .flatMap((value) => instances(value).map((one) => text.replace(/\$\{[^}]*\}/, one)));

/** Keys that some condition compares with the variable alone. */
const keysOfValue = (policies: readonly Policy[], variable: string): readonly string[] =>
  conditionsOf(policies)
    .filter(({ values }) => values.some(({ text }) => text === `\${${variable}}`))
    .map(({ key }) => key);

/** Where a name is compared with what a Resource has as a variable, it must be a part of the resource. */
const nameOfResource = (policies: readonly Policy[]): readonly string[] =>
  policies.some(({ statements }) =>
    statements.some(({ resource }) => resource.values.some(({ text }) => text.includes("${"))),
  ) && mentions(policies, "aws:username")
    ? ["example.com"]
    : [];

/** Keys that some condition compares with a user's name. */
const comparedWithNames = (policies: readonly Policy[]): readonly string[] =>
  conditionsOf(policies)
    .filter(({ values }) => values.some(({ text }) => text.toLowerCase().includes("${aws:username")))
    .map(({ key }) => key);

/** Names of users that are what a condition has them be with the account's id in its variables. */
const namesLike = (policies: readonly Policy[], account: string, { owner }: Question): readonly string[] => {
  const context = { "aws:PrincipalAccount": account, "aws:ResourceAccount": owner };
  return conditionsOf(policies)
    .filter((condition) => condition.key.toLowerCase() === "aws:username")
    .flatMap((condition) => condition.values)
    .filter((value) => value.text.includes("${"))
    .flatMap(({ text }) => [text, ...withTags(text, policies)])
    .map((text) => expand(text, "2012-10-17", { principal: "", action: "", resource: "", context }))
    .filter((name) => name !== null)
    .flatMap((name) => instances(plain(name)));
};

/** Paths and names below a prefix that the patterns tell apart. */
const suffixes = (arns: readonly string[], prefix: string, more: readonly string[]): readonly string[] =>
  [
    ...new Set([
      ...more,
      ...bothOf([...new Set(arns.flatMap((arn) => restsOf(arn, prefix)))]).flatMap((rest) => instances(rest)),
    ]),
  ].filter((suffix) => PATH_AND_NAME.test(suffix));

/** Sessions of roles that principals name whole. */
const assumedRoles = (
  arns: readonly string[],
  prefix: string,
): readonly { readonly role: string; readonly session: string }[] =>
  arns
    .filter((arn) => arn.startsWith(prefix))
    .map((arn) => arn.slice(prefix.length).split("/"))
    .flatMap(([role, session]) => (session === undefined ? [] : [{ role: role ?? "", session }]));

const uniqueIds = (kind: "AIDA" | "AROA", names: Names): readonly string[] => [
  `${kind}STRANGER000000001`,
  ...[...names.uniqueIds].filter((id) => id.startsWith(kind)),
];
