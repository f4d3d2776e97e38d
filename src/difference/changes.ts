import { placeOf } from "../assess/locate.ts";
import type { Kind } from "../model/kind.ts";
import type { PolicyDocument, Resource } from "../model/resource.ts";
import type { RuleContext } from "../model/rule-context.ts";
import { newAccess } from "../policy/decide/difference.ts";
import type { Question } from "../policy/question.ts";
import type { Access } from "../services/access.ts";
import { accessesOf } from "../services/index.ts";
import { unplacedPrincipals } from "../services/unplaced-principals.ts";
import type { Change, Found } from "./difference.ts";
import { regionOf, type Pair } from "./pairs.ts";
import type { Side } from "./side.ts";

export interface Comparing {
  readonly old: Side;
  readonly new: Side;
  readonly kinds: readonly Kind[];
  readonly context: Pick<RuleContext, "trust" | "now">;
}

/** What changed about a resource, use by use. */
export const changesOf = (pair: Pair, comparing: Comparing): readonly Change[] => {
  const resource = pair.new ?? pair.old;
  return accessesOf(resource.kind).flatMap((access): readonly Change[] => {
    const before = stateOf(pair.old, resource, comparing.old, access, comparing);
    const after = stateOf(pair.new, resource, comparing.new, access, comparing);
    const newlyAllowed = found(before, after);
    const newlyClosed = found(after, before);
    return newlyAllowed === null && newlyClosed === null
      ? []
      : [
          {
            resource: named(resource),
            on: pair.old === null ? "new" : pair.new === null ? "old" : "both",
            access: access.id,
            says: access.says,
            newlyAllowed,
            newlyClosed,
          },
        ];
  });
};

const named = (resource: Resource): Change["resource"] => ({
  kind: resource.kind,
  id: resource.id,
  name: resource.name,
  account: resource.owner,
  region: regionOf(resource),
});

/** What the policies of one side are for an access, or why they are not known. */
type State =
  | {
      readonly question: Question;
      readonly documents: readonly PolicyDocument[];
      /** Whom the code lets in by unique ids that do not say whose they are. */
      readonly unplaced: readonly string[];
    }
  | { readonly unknown: string };

/** A side without the resource has no policy of it, if it was read where the resource would be. */
const stateOf = (
  own: Resource | null,
  resource: Resource,
  side: Side,
  access: Access,
  { kinds, context }: Comparing,
): State => {
  const missing = own === null ? side.mayLack(resource) : null;
  if (missing !== null) return { unknown: missing };
  const question = access.question(own ?? resource, context);
  if ("unread" in question) {
    const { operation, code } = question.unread;
    return { unknown: `${side.name}: the policies could not be read (${operation}: ${code})` };
  }
  if (own === null) return { question: { ...question, documents: [] }, documents: [], unplaced: [] };
  const kind = kinds.find((one) => one.kind === own.kind);
  return { question, documents: kind?.documents(own) ?? [], unplaced: unplacedPrincipals(own, question) };
};

/** Who gets in by `after` and not by `before`; null where nobody does. */
const found = (before: State, after: State): Found | null => {
  if ("unknown" in after) return { is: "undecided", reason: after.unknown, doubts: [] };
  if ("unknown" in before) return { is: "undecided", reason: before.unknown, doubts: [] };
  const { exposure, allowedTo, witness, accepting, reason, doubts } = newAccess(
    before.question,
    after.question,
  );
  if (exposure === "private") return newlyUnplaced(before.unplaced, after.unplaced);
  const document = accepting === null ? undefined : after.documents[accepting.document];
  if (exposure === "undecided" || exposure === "invalid" || accepting === null || document === undefined)
    return { is: "undecided", reason: reasonOf(reason, doubts), doubts };
  return {
    is: "decided",
    exposure,
    allowedTo,
    witness,
    document: document.name,
    at: accepting.at,
    location: placeOf(document, accepting.at),
    doubts,
  };
};

const newlyUnplaced = (before: readonly string[], after: readonly string[]): Found | null => {
  const ids = after.filter((id) => !before.includes(id));
  return ids.length === 0
    ? null
    : {
        is: "undecided",
        reason: `the code does not say whose the unique id is: ${ids.join(", ")}`,
        doubts: [],
      };
};

const reasonOf = (reason: ReturnType<typeof newAccess>["reason"], doubts: readonly string[]): string =>
  reason !== null
    ? `policy "${reason.document}": ${reason.says}`
    : `AWS's documentation leaves open what it means: ${doubts.join(", ")}`;
