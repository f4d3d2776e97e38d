import { PROGRAM_IDENTITIES } from "../../services/ses/in-code/names.ts";
import type { Account } from "../written/identity.ts";
import { arnOfIdentity } from "../written/identity-name.ts";
import type { ObjectValue, Value } from "../written/value.ts";

export const isIdentity = (constructed: string): boolean => Object.hasOwn(PROGRAM_IDENTITIES, constructed);

/** An identity that the program declares, with the attributes that policies refer to. */
export const identityValue = (
  constructed: string,
  given: ObjectValue | null,
  account: Account,
): Value | null => {
  const name = (PROGRAM_IDENTITIES[constructed] ?? [])
    .map((one) => given?.entries.get(one))
    .find((value) => value !== undefined);
  if (name === undefined) return null;
  const { span } = name;
  const arn = arnOfIdentity(name, account, span);
  const entries = new Map<string, Value>([
    ...[
      "id",
      "domain",
      "email",
      "emailIdentity",
      "email_identity",
      "emailIdentityName",
      "email_identity_name",
      "sender",
    ].map((attribute) => [attribute, name] as const),
    ...["arn", "emailIdentityArn", "email_identity_arn"].map((attribute) => [attribute, arn] as const),
  ]);
  const own: Value = { kind: "object", entries: new Map(entries), span };
  entries.set("nodes", { kind: "object", entries: new Map([["identity", own]]), span });
  return { kind: "object", entries, span };
};
