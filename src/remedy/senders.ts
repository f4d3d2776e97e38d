import type { Targets } from "../model/remedy.ts";
import type { Policy } from "../policy/shapes.ts";
import { byCodeUnits } from "../text/order.ts";
import type { SenderProof } from "./plan-file.ts";

/** One who is named, in a policy or by the user. */
export type Sender = Pick<SenderProof, "kind" | "name">;

/** Everybody whom the Allows of the policies name in Principal, and the targets; sorted, each once. */
export const sendersOf = (
  policies: readonly Policy[],
  targets: Targets,
  keep: readonly string[],
): readonly Sender[] => {
  const named = policies.flatMap(({ statements }) =>
    statements.flatMap(({ effect, principal }) =>
      effect === "Allow" && !principal.not ? principal.entries.flatMap(({ text }) => senderOf(text)) : [],
    ),
  );
  const wanted = [
    ...[...targets.accounts, ...targets.principals, ...keep].flatMap(senderOf),
    ...targets.organizations.map((name): Sender => ({ kind: "organization", name })),
  ];
  const all = new Map([...named, ...wanted].map((one) => [`${one.kind} ${one.name}`, one]));
  return [...all].sort(([a], [b]) => byCodeUnits(a, b)).map(([, one]) => one);
};

/** An account, a principal or a service by its name in a policy; nobody for `*` and for the id of a deleted principal. */
export const senderOf = (name: string): readonly Sender[] => {
  const root = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1];
  if (root !== undefined) return [{ kind: "account", name: root }];
  if (/^\d{12}$/.test(name)) return [{ kind: "account", name }];
  if (name.startsWith("arn:")) return [{ kind: "principal", name }];
  return /^[a-z0-9.-]+\.[a-z]+$/.test(name) ? [{ kind: "service", name }] : [];
};

/** The account that a sender is, or is in; null of an organisation and a service. */
export const accountOf = ({ kind, name }: Sender): string | null =>
  kind === "account" ? name : kind === "principal" ? (name.split(":")[4] ?? null) : null;

/** What a change means for a sender, without the full stop. */
export const fateOf = ({ before, after, lockedOut }: SenderProof): string => {
  if (after === null && lockedOut) return "may lose access, on purpose";
  if (after === null)
    return "has the access that it had, if any: whether it can send depends on what AWS does not document";
  if (after) return "keeps access";
  if (before === false) return "had no access and gets none";
  return `loses access${lockedOut ? ", on purpose" : ""}`;
};
