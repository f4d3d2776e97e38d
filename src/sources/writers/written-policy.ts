import { withPlaceholders } from "../placeholders/placeholders.ts";
import { identitiesOf, type Attached } from "../written/attached.ts";
import { parseIdentityArn, STAND_IN, type Account, type WrittenIdentity } from "../written/identity.ts";
import { nameOf } from "../written/identity-name.ts";
import { hole, placeOf, type SourceFile, type Span, type Text } from "../written/text.ts";
import { encodeJson, expressionOf, knownText, type Value } from "../written/value.ts";

/** A policy that a program, a playbook or a script writes to an identity; what is not given is null. */
export interface WrittenPolicy {
  readonly identity: Value | null;
  readonly name: Value | null;
  /** JSON text, or an object. */
  readonly policy: Value | null;
  readonly region: Value | null;
  /** What the file calls it: a resource's or a task's name, otherwise the operation. */
  readonly label: string;
  /** The whole call, task or resource. */
  readonly span: Span;
  /** What decides whether it is written at all; null where that is certain. */
  readonly open: Value | null;
}

/** The identities that the policies of one file are written to, each with all that the file gives it. */
export const identitiesWritten = (
  file: SourceFile,
  collect: (account: Account) => readonly WrittenPolicy[],
): readonly WrittenIdentity[] =>
  identitiesOf((account) => attachedTo(file, collect(account ?? STAND_IN), account ?? STAND_IN));

const attachedTo = (
  file: SourceFile,
  policies: readonly WrittenPolicy[],
  account: Account,
): readonly Attached[] => {
  const seen = new Map<string, number>();
  return policies.map((written): Attached => {
    const before = seen.get(written.label) ?? 0;
    seen.set(written.label, before + 1);
    return attached(file, written, before === 0 ? written.label : `${written.label}[${before}]`, account);
  });
};

const attached = (
  file: SourceFile,
  { identity, name, policy, region, span, open }: WrittenPolicy,
  address: string,
  account: Account,
): Attached => {
  const given = knownText(identity);
  const arn = given === null ? null : parseIdentityArn(given);
  return {
    identity: (arn?.name ?? (identity === null ? "" : nameOf(identity))) || address,
    arn: arn === null ? null : given,
    policy: {
      name: name === null ? address : (knownText(name) ?? expressionOf(name)),
      text: policyText(policy, span),
    },
    file: file.path,
    rootFile: file.path,
    address,
    place: placeOf(span),
    open,
    account: { ...account, region: knownText(region) ?? account.region },
  };
};

const policyText = (policy: Value | null, span: Span): Text => {
  if (policy === null) return hole("the policy", span);
  if (policy.kind === "text") return withPlaceholders(policy.text);
  return policy.kind === "object"
    ? withPlaceholders(encodeJson(policy))
    : hole(expressionOf(policy), policy.span);
};
