import { expect } from "chai";
import {
  inAccount,
  SERVICE,
  STRANGER,
  type CallerClass,
} from "../../../../src/policy/decide/request/caller-class.ts";
import { matchPrincipal, type PrincipalMatch } from "../../../../src/policy/decide/search/principal.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";

const ACCOUNT = "222222222222";
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/mailer`;
const ELSEWHERE = "arn:aws:iam::333333333333:role/x";
const SNS = "sns.amazonaws.com";

type Names = "*" | Readonly<Record<string, readonly string[]>>;

const meantBy = (name: "Principal" | "NotPrincipal", names: Names, party: CallerClass): PrincipalMatch => {
  const Statement = { Effect: "Allow", [name]: names, Action: "ses:*", Resource: "*" };
  const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
  if (!isPolicy(policy)) throw new Error(policy.says);
  const [statement] = policy.statements;
  if (statement === undefined) throw new Error("no statement");
  return matchPrincipal(statement.principal, party, namedWorld.find);
};

/** All of the party is meant, none, or so many alternatives. */
const shown = (who: PrincipalMatch): "all" | "none" | `${number}` =>
  who === true ? "all" : who === false ? "none" : `${who.alternatives.length}`;

const OF_ACCOUNT = inAccount(ACCOUNT);

const MEANT: readonly (readonly [
  who: string,
  Names,
  CallerClass,
  byPrincipal: string,
  byNotPrincipal: string,
])[] = [
  ["everyone, a stranger", "*", STRANGER, "all", "none"],
  ["everyone, a service", "*", SERVICE, "all", "none"],
  ["everyone among others", { AWS: [ROLE, "*"] }, STRANGER, "all", "none"],
  ["an account, a stranger", { AWS: [ACCOUNT] }, STRANGER, "none", "all"],
  ["an account, itself", { AWS: [ACCOUNT] }, OF_ACCOUNT, "all", "none"],
  ["a root, its account", { AWS: [ROOT, ROLE] }, OF_ACCOUNT, "all", "none"],
  ["a role, a stranger", { AWS: [ROLE] }, STRANGER, "none", "all"],
  ["a role, its account", { AWS: [ROLE, ELSEWHERE] }, OF_ACCOUNT, "1", "1"],
  ["two roles, their account", { AWS: [ROLE, `${ROLE}2`] }, OF_ACCOUNT, "2", "2"],
  ["a role elsewhere, an account", { AWS: [ELSEWHERE] }, OF_ACCOUNT, "none", "all"],
  ["a service, an account", { Service: [SNS] }, OF_ACCOUNT, "none", "all"],
  ["a service, a service", { Service: [SNS] }, SERVICE, "1", "1"],
  ["an account, a service", { AWS: [ACCOUNT] }, SERVICE, "none", "all"],
];

describe("who is meant by a principal", () => {
  for (const [who, names, party, byPrincipal, byNotPrincipal] of MEANT)
    it(`by ${who}: ${byPrincipal}, without them: ${byNotPrincipal}`, () => {
      expect(shown(meantBy("Principal", names, party))).to.equal(byPrincipal);
      expect(shown(meantBy("NotPrincipal", names, party))).to.equal(byNotPrincipal);
    });
});
