import { defineRule, type AnyRule } from "../../model/rule.ts";
import type { Fault } from "../../model/verdict.ts";
import type { Trust } from "../../model/trust.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { decideEachAllow, type AllowReach } from "../../policy/decide/each-allow.ts";
import type { RemedyAnswer } from "../../model/remedy.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import { closedToOutsiders, outsidersIn } from "../../policy/narrow/outsiders.ts";
import type { Party, Question, Reach } from "../../policy/question.ts";
import { SENDING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { ORGANIZATION_OF_THE_CODE } from "../../services/stand-ins.ts";
import { unplacedPrincipals } from "../../services/unplaced-principals.ts";
import { faultsOf } from "../faults.ts";
import { doubtsOf } from "../doubts.ts";
import { narrowingOf } from "../narrowing.ts";
import { withFriends } from "../friends.ts";
import { allowedTo, because, doubtsIn, isFilled, list, party } from "../words.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that an account or an organisation which is not friendly can send mail as. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  yieldsTo: ["SES-003"],
  judge(identity, { now, trust, settings }) {
    const friends = withFriends(trust, settings);
    const question = identityQuestion(identity, SENDING_ACTIONS, { now, trust: friends });
    const reach = decideExposure(question);
    const { exposure, evidence, witness } = reach;
    const unfriendly = reach.allowedTo.filter(isOutsider);
    // Where an expression could make a friend of an outsider, or an outsider of a friend, nobody can tell.
    const isDoubtful =
      isFilled(unfriendly) && reach.certain !== null && !reach.certain.allowedTo.some(isOutsider);
    const unknown = exposure === "undecided" || exposure === "invalid" || isDoubtful;
    const doubted = unknown
      ? { doubts: reach.doubts, isFirm: true }
      : doubtsOf(reach, isFilled(unfriendly), (other) => other.allowedTo.some(isOutsider));
    const data = {
      exposure,
      allowedTo: allowedTo(reach.allowedTo, unknown ? "undecided" : "owner and friends"),
      ...doubtsIn(doubted.doubts),
    };
    if (!doubted.isFirm) {
      const message = `Whether other accounts can send mail as ${identity.name} depends on what AWS does not document.`;
      return { status: "NEEDS_REVIEW", message, evidence, data };
    }
    if (unknown) {
      const message = `Which accounts can send mail as ${identity.name} cannot be told. ${because(reach)}`;
      return { status: "NEEDS_REVIEW", message, evidence, data };
    }
    const allows = isFilled(unfriendly) ? decideEachAllow(question) : [];
    const faults = isFilled(unfriendly) ? outsiderFaults(question, reach, allows) : [];
    if (isFilled(evidence) && isFilled(faults)) {
      const message = unfriendlyMessage(identity.name, unfriendly);
      const yields = isOpenAndNoMore(question, unfriendly, friends, allows);
      return { status: "FAILURE", message, evidence, data, faults, yields, ...(witness && { witness }) };
    }
    const unplaced = isFilled(unfriendly) ? [] : unplacedPrincipals(identity, question);
    if (isFilled(unplaced)) {
      const message = `Whether only the owner's account and friendly ones can send mail as ${identity.name} cannot be told: ${unplacedIn(unplaced)}.`;
      const parties = [...reach.allowedTo, ...unplaced.map((name) => ({ kind: "principal", name }) as const)];
      return {
        status: "NEEDS_REVIEW",
        message,
        evidence,
        data: { ...data, allowedTo: allowedTo(parties, "") },
      };
    }
    const message = `No account or organisation but the owner's and friendly ones can send mail as ${identity.name}.`;
    return { status: isFilled(unfriendly) ? "NEEDS_REVIEW" : "SUCCESS", message, evidence, data };
  },
  remedy: (identity, _, context) => {
    const trust = withFriends(context.trust, context.settings);
    const narrowing = narrowingOf(identity, context);
    const isWelcome = (name: string): boolean => isFriend(name, trust, narrowing.owner);
    const question = identityQuestion(identity, SENDING_ACTIONS, { now: context.now, trust });
    const proposals = closedToOutsiders({ ...narrowing, isWelcome });
    return lockingOut(narrow(question, mayLetOutsiderIn, proposals), outsidersIn(question, isWelcome));
  },
});

/** Whoever is named and not among the friends is to lose access, whichever statement gave it. */
const lockingOut = (answer: RemedyAnswer, lockedOut: readonly string[]): RemedyAnswer => {
  if ("none" in answer) return answer;
  const [first, ...rest] = answer.remedies;
  return { remedies: [{ ...first, lockedOut }, ...rest] };
};

/** An account, a principal or an organisation that is the owner's or trusted. */
const isFriend = (
  name: string,
  { accounts, principals, organizations }: Trust,
  owner: string | null,
): boolean => {
  const account = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(name)?.[1] ?? name;
  return (
    account === owner ||
    accounts.includes(account) ||
    principals.includes(name) ||
    organizations.includes(name)
  );
};

const unplacedIn = (ids: readonly string[]): string =>
  ids.length === 1
    ? `${list(ids)} is the unique id of a principal, and the code does not say whose`
    : `${list(ids)} are unique ids of principals, and the code does not say whose`;

const unfriendlyMessage = (name: string, parties: readonly Party[]): string =>
  parties.some(({ kind }) => kind === "everyone")
    ? `Every AWS account can send mail as ${name}, friendly or not.`
    : `${list(parties.map(party))} can send mail as ${name}, and ${parties.length === 1 ? "is" : "are"} not among the friends.`;

/** Networks and AWS services are no accounts; SES-003 and PST-002 look at them. The owner's organisation is no outsider. */
const isOutsider = ({ kind, name }: Party): boolean =>
  kind !== "network" && kind !== "service" && !(kind === "organization" && OWN_ORGANIZATION.has(name));

/** How a policy names the organisation of the identity's owner: by the variable, or in source code by a reference. */
const OWN_ORGANIZATION: ReadonlySet<string> = new Set(["${aws:ResourceOrgID}", ORGANIZATION_OF_THE_CODE]);

const mayLetOutsiderIn = (reach: Reach): boolean => letsOutsiderIn(reach) || reach.exposure === "undecided";

const letsOutsiderIn = ({ allowedTo: parties }: Pick<Reach, "allowedTo">): boolean =>
  parties.some(isOutsider);

/**
 * Whether the only outsider is everyone, which SES-003 says too. A statement that lets in a named outsider is another mistake:
 * whoever closes the identity to strangers has not mended it.
 */
const isOpenAndNoMore = (
  question: Question,
  unfriendly: readonly Party[],
  friends: Trust,
  allows: readonly AllowReach[],
): boolean =>
  unfriendly.every(isEveryone) &&
  outsidersIn(question, (name) => isFriend(name, friends, question.owner)).length === 0 &&
  allows.every((allow) => allow.allowedTo.filter(isOutsider).every(isEveryone));

const isEveryone = ({ kind }: Party): boolean => kind === "everyone";

/** Everyone may be let in by several statements together, each of which opens no more than a network. */
const outsiderFaults = (
  question: Question,
  reach: Reach,
  allows: readonly AllowReach[],
): readonly Fault[] => {
  const faults = faultsOf(question, reach, letsOutsiderIn, allows);
  return isFilled(faults) ? faults : reach.faults;
};
