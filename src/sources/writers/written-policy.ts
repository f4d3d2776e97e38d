import { withPlaceholders } from "../placeholders/placeholders.ts";
import { identitiesOf, type Attached } from "../written/attached.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { judgedAs, STAND_IN, type Account, type WrittenIdentity } from "../written/identity.ts";
import { inRegion } from "../written/in-region.ts";
import { namedIdentity } from "../written/identity-name.ts";
import { hole, placeOf, type SourceFile, type Span, type Text } from "../written/text.ts";
import { encodeJson, expressionOf, knownText, type Value } from "../written/value.ts";

/** A policy that a program, a playbook or a script writes to an identity; what is not given is null. */
export interface WrittenPolicy {
  readonly identity: Value | null;
  readonly name: Value | null;
  /** JSON text, or an object. */
  readonly policy: Value | null;
  readonly region: Value | null;
  /**
   * Who makes the call, as far as the file tells callers apart: a profile, a client, a provider. Two policies with different
   * callers may be in different accounts or regions; null is the environment's.
   */
  readonly caller: string | null;
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
  kind: CodeKind,
  collect: (account: Account) => readonly WrittenPolicy[],
): readonly WrittenIdentity[] =>
  identitiesOf(kind, (account) => {
    const address = addresses();
    return collect(account ?? STAND_IN).map((written) =>
      attachedBy(written, {
        file: file.path,
        rootFile: file.path,
        address: address(written.label),
        account: judgedAs(calledAs(written), account),
        kind,
      }),
    );
  });

/** Tells policies of one label apart: `put-identity-policy`, `put-identity-policy[1]`. */
const addresses = (): ((label: string) => string) => {
  const seen = new Map<string, number>();
  return (label) => {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return before === 0 ? label : `${label}[${before}]`;
  };
};

/** What the environment says of account and region: one for every policy of a file that says nothing. */
const UNSAID: Account = { ...STAND_IN, accountKey: "?", regionKey: "?" };

/** A caller by what the file says of it; null where it says nothing. */
export const callerOf = (said: readonly Value[]): string | null =>
  said.length === 0 ? null : said.map((value) => knownText(value) ?? expressionOf(value)).join(" ");

const calledAs = ({ region, caller }: WrittenPolicy): Account =>
  inRegion({ ...UNSAID, accountKey: `?${caller ?? ""}` }, region);

/** A policy as it is attached, given where it stands. */
export const attachedBy = (
  { identity, name, policy, span, open }: WrittenPolicy,
  {
    kind,
    ...where
  }: Pick<Attached, "file" | "rootFile" | "address" | "account"> & { readonly kind: CodeKind },
): Attached => ({
  ...where,
  ...namedIdentity(identity, where.address, kind),
  policy: {
    name: name === null ? where.address : (knownText(name) ?? expressionOf(name)),
    text: policyText(policy, span),
  },
  place: placeOf(span),
  open,
});

const policyText = (policy: Value | null, span: Span): Text => {
  if (policy === null) return hole("the policy", span);
  if (policy.kind === "text") return withPlaceholders(policy.text);
  return policy.kind === "object"
    ? withPlaceholders(encodeJson(policy))
    : hole(expressionOf(policy), policy.span);
};
