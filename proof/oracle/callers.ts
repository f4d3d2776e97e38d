import type { Question } from "../../src/policy/question.ts";
import { isNone, marks, matches } from "./glob.ts";
import { always, flag, many, single, slot, when, type Key } from "./key.ts";
import type { Excluded } from "./excluded.ts";
import { and, exactlyOne, implies, leaf, not, or, TRUE, type Term } from "./term.ts";
import { literal, text, type Text, type Variable } from "./text.ts";

/** Who calls: one of five kinds, each with what it is made of. */
export interface Callers {
  readonly role: Term;
  readonly service: Term;
  /** His credentials are temporary. */
  readonly temporary: Term;
  /** The ARN that signs: of a role, its session's. Of a service, its name. */
  readonly principal: Key;
  readonly arn: Key;
  readonly account: Key;
  readonly keys: readonly Key[];
  readonly variables: readonly Variable[];
}

/** An account of AWS' own, which no policy names. */
export const SERVICE_ACCOUNT = "888888888888";

/** Characters of a path and of a name: enough for every pattern that is met. */
const [PATH, NAME] = [20, 16];

export const callers = (excluded: Excluded, question: Question): Callers => {
  const [user, role, root, federated, service] = KINDS;
  const token = flag("session-token");
  const account = text("account", "digit", 12, 12);
  const path = text("path", "path", PATH, 0);
  const name = text("name", "name", NAME);
  const session = text("session", "name", NAME);
  const id = text("unique-id", "id", 17, 17);
  const label = text("service-name", "label", NAME);
  const partition = question.resource.split(":")[1] ?? "";
  const arn = (prefix: string, ...rest: readonly Text[]): readonly Text[] => [
    literal(`arn:${partition}:${prefix}::`),
    account.text,
    ...rest,
  ];
  const serviceName = [label.text, literal(".amazonaws.com")];
  const alike = [
    when(user, ...arn("iam", literal(":user/"), path.text, name.text)),
    when(root, ...arn("iam", literal(":root"))),
    when(federated, ...arn("sts", literal(":federated-user/"), name.text)),
  ];
  const userId = [literal("AIDA"), id.text];
  const roleId = [literal("AROA"), id.text];
  const people = not(service);
  const principalArn = single(
    "aws:PrincipalArn",
    TRUE,
    ...alike,
    when(role, ...arn("iam", literal(":role/"), path.text, name.text)),
    when(service, literal(`arn:${partition}:iam::${SERVICE_ACCOUNT}:role/service`)),
  );
  const principalAccount = single(
    "aws:PrincipalAccount",
    TRUE,
    when(people, account.text),
    when(service, literal(SERVICE_ACCOUNT)),
  );
  const principal = single(
    "principal",
    TRUE,
    ...alike,
    when(role, ...arn("sts", literal(":assumed-role/"), name.text, literal("/"), session.text)),
    when(service, ...serviceName),
  );
  const domains: readonly Term[] = [
    exactlyOne(KINDS),
    isNone([account.text], excluded.accounts),
    isNone(serviceName, excluded.services),
    isNone(userId, excluded.uniqueIds),
    isNone(roleId, excluded.uniqueIds),
    isNoneOf(principal, excluded.principals),
    isNoneOf(principalArn, excluded.principals),
    or(matches([], [path.text]), matches(marks("?*/"), [path.text])),
  ];
  return {
    role,
    service,
    temporary: or(role, federated, and(user, token.is)),
    principal,
    arn: principalArn,
    account: principalAccount,
    keys: [
      principalArn,
      principalAccount,
      single(
        "aws:PrincipalType",
        people,
        when(user, literal("User")),
        when(role, literal("AssumedRole")),
        when(root, literal("Account")),
        when(federated, literal("FederatedUser")),
      ),
      single(
        "aws:userid",
        people,
        when(user, ...userId),
        when(role, ...roleId, literal(":"), session.text),
        when(root, account.text),
        when(federated, account.text, literal(":"), name.text),
      ),
      single("aws:username", user, always(name.text)),
      single(
        "aws:PrincipalIsAWSService",
        TRUE,
        when(service, literal("true")),
        when(people, literal("false")),
      ),
      single("aws:PrincipalServiceName", service, always(...serviceName)),
      many("aws:PrincipalServiceNamesList", service, slot(service, always(...serviceName))),
    ],
    variables: [
      ...[token, account, path, name, session, id, label].map(({ variable }) => variable),
      { names: KINDS.map(({ op }) => op), sort: "Bool", domain: and(...domains) },
    ],
  };
};

/** Whatever the key holds, it is none of the ARNs. */
const isNoneOf = ({ slots }: Key, arns: readonly string[]): Term =>
  and(
    ...slots.flatMap(({ cases }) =>
      cases.map(({ when, content }) =>
        implies(when, "texts" in content ? isNone(content.texts, arns) : TRUE),
      ),
    ),
  );

const KINDS: readonly [Term, Term, Term, Term, Term] = [
  leaf("user"),
  leaf("role"),
  leaf("root"),
  leaf("federated"),
  leaf("service"),
];
