import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import { closedToStrangers } from "../../policy/narrow/strangers.ts";
import type { Exposure, Question, Reach } from "../../policy/question.ts";
import { SENDING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { unplacedPrincipals } from "../../services/unplaced-principals.ts";
import { mayAdmitStrangers, narrowingOf } from "../narrowing.ts";
import { allowedTo, because, doubtsIn, isFilled, list, party, anyoneCan } from "../words.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that a stranger can send mail as. What makes a trusted organisation none: policy/decide/request/named-or-trusted.ts. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  judge(identity, { now, trust }) {
    const question = identityQuestion(identity, SENDING_ACTIONS, { now, trust });
    const reach = withUnplaced(decideExposure(question), identity, question);
    const { exposure, evidence, witness, faults } = reach;
    const message = SAYS[exposure](identity.name, reach);
    const passes = PASSES.has(exposure);
    const data = {
      exposure,
      allowedTo: allowedTo(reach.allowedTo, passes ? "owner" : "undecided"),
      ...doubtsIn(reach.doubts),
    };
    if (isFilled(evidence) && isFilled(faults)) {
      return { status: "FAILURE", message, evidence, data, faults, ...(witness && { witness }) };
    }
    return { status: passes ? "SUCCESS" : "NEEDS_REVIEW", message, evidence, data };
  },
  remedy: (identity, _, context) =>
    narrow(
      identityQuestion(identity, SENDING_ACTIONS, context),
      mayAdmitStrangers,
      closedToStrangers(narrowingOf(identity, context)),
    ),
});

/** Whom a policy in code lets in by a unique id is somebody who is named, and not known to be the owner's. */
const withUnplaced = (reach: Reach, identity: SesIdentity, question: Question): Reach => {
  const unplaced = PASSES.has(reach.exposure) ? unplacedPrincipals(identity, question) : [];
  return unplaced.length === 0
    ? reach
    : {
        ...reach,
        exposure: "cross-account",
        allowedTo: [...reach.allowedTo, ...unplaced.map((name) => ({ kind: "principal", name }) as const)],
      };
};

const PASSES: ReadonlySet<Exposure> = new Set(["cross-account", "restricted", "private"]);

const SAYS: Readonly<Record<Exposure, (identity: string, reach: Reach) => string>> = {
  exposed: (identity, { faults }) =>
    anyoneCan(
      `send mail as ${identity}`,
      faults.map((fault) => fault.document),
    ),
  undecided: (identity, reach) =>
    `Whether a stranger can send mail as ${identity} cannot be decided. ${because(reach)}`,
  invalid: (identity, reach) =>
    `Who can send mail as ${identity} cannot be told from a policy that is not valid. ${because(reach)}`,
  "cross-account": (identity, reach) =>
    `No stranger can send mail as ${identity}; besides the owner ${who(reach)} can.`,
  restricted: (identity, reach) =>
    `No stranger can send mail as ${identity}; besides the owner it is open only to ${who(reach)}.`,
  private: (identity) => `Nobody but the owner and those trusted can send mail as ${identity}.`,
};

const who = ({ allowedTo: parties }: Reach): string => list(parties.map(party));
