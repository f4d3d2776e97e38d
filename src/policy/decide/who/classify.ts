import { first, NOTHING, seek, type Case, type Granted, type Sought } from "../search/query.ts";
import { textClause } from "../compile/predicate.ts";
import type { Compiled } from "../compile/statement.ts";
import { asksForAddress, fromOpen } from "../search/address-coverage.ts";
import { namesOf } from "../request/named-in-policies.ts";
import { exactTexts } from "../compile/operand.ts";
import { DEPUTY, LIMITED, SERVICE, STRANGER, type Party } from "../request/caller-class.ts";
import { meant } from "../search/principal.ts";
import { outsiders, seekAccount } from "./named-account.ts";

/** A request by a stranger: one who signs for himself, or one for whose resource a service calls. */
export const seekStranger = (the: Case): Sought => {
  // Whoever is named is no stranger.
  const open = the.allows.filter(
    (allow) => meant(allow.statement.principal, STRANGER, the.world.find) !== false,
  );
  return open.length === 0 ? NOTHING : first(STRANGERS, (search) => search(the, open));
};

const seekThroughService = (the: Case, open: readonly Compiled[]): Sought => {
  const any = open.filter((allow) => admitsAnySource(the, allow));
  return any.length === 0 ? NOTHING : seek(the, unnamedService(the), any);
};

/** A service that no policy names, for a stranger's resource: one that is named is a party of its own. */
const unnamedService = (the: Case): Party => {
  const texts = [...namesOf(the.world).others];
  const service = the.world.find("aws:PrincipalServiceName");
  return { ...DEPUTY, given: [textClause(service, { form: "exact", texts, fold: false }, false)] };
};

/** A stranger whom several statements let in from narrow networks that together are none. */
const seekJoined = (the: Case, open: readonly Compiled[]): Sought => {
  const narrow = open.filter(asksForAddress);
  if (narrow.length < 2) return NOTHING;
  return first(narrow, (allow) => {
    const sought = seek(the, { ...STRANGER, anywhere: true }, [allow]);
    const { granted } = sought;
    if (granted === null) return sought;
    const state = fromOpen(granted.ask, granted.state, the.allows, the.denies);
    return state === null ? NOTHING : { ...sought, granted: { ...granted, state } };
  });
};

const STRANGERS = [
  (the: Case, open: readonly Compiled[]): Sought => seek(the, STRANGER, open),
  seekJoined,
  seekThroughService,
];

const SOURCES: ReadonlySet<string> = new Set(["source", "source organisation"]);

/**
 * Whether an Allow to everybody asks for a source and takes a stranger's: neither a wildcard nor a variable in a source is a fixed value
 * (Amazon S3, "The meaning of public"). One that names a service lets in no unnamed one: it is the named one's grant.
 */
const admitsAnySource = (the: Case, allow: Compiled): boolean =>
  meant(allow.statement.principal, SERVICE, the.world.find) === true &&
  allow
    .clauses()
    .all.some(
      ({ slot, sign, whenMissing, operand, variables }) =>
        SOURCES.has(slot.variable) &&
        sign &&
        !whenMissing &&
        (variables !== null || exactTexts(operand) === null),
    );

/** The widest party that can reach the resource. */
export interface Judged {
  readonly exposure: "exposed" | "undecided" | "cross-account" | "restricted" | "private";
  readonly granted: Granted | null;
  readonly stopped: Sought["stopped"];
}

const STAGES = [
  ["exposed", seekStranger],
  ["cross-account", (the: Case): Sought => first(outsiders(the), (account) => seekAccount(the, account))],
  ["restricted", (the: Case): Sought => first([LIMITED, SERVICE], (party) => seek(the, party))],
] as const;

/** From the widest party on; a search that was stopped may have missed one. */
export const judge = (the: Case): Judged => {
  if (the.allows.length === 0) return { exposure: "private", granted: null, stopped: null };
  for (const [exposure, search] of STAGES) {
    const { granted, stopped } = search(the);
    if (granted !== null) return { exposure, granted, stopped: null };
    if (stopped !== null) return { exposure: "undecided", granted: null, stopped };
  }
  return { exposure: "private", granted: null, stopped: null };
};
