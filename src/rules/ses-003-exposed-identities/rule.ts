import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import type { Reach } from "../../policy/question.ts";
import { SENDING_ACTIONS } from "../../resources/ses-actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../resources/ses-identity.ts";
import { identityQuestion } from "../../resources/ses-question.ts";
import { allowedTo, isFilled, list, party, policies } from "../words.ts";
import { meta } from "./meta.ts";

/** Fails an identity that a stranger can send mail as. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  kind: SES_IDENTITY,
  needs: ["policies"],
  judge(identity, context) {
    const reach = decideExposure(identityQuestion(identity, SENDING_ACTIONS, context));
    const { exposure, evidence, witness, faults } = reach;
    const message = says(identity.name, identity.policies.length, reach);
    const nobody = PASSES.has(exposure) ? "owner" : "undecided";
    const data = { exposure, allowedTo: allowedTo(reach.allowedTo, nobody) };
    if (exposure === "exposed" && isFilled(evidence) && isFilled(faults)) {
      return { status: "FAILURE", message, evidence, data, faults, ...(witness && { witness }) };
    }
    return { status: PASSES.has(exposure) ? "SUCCESS" : "NEEDS_REVIEW", message, evidence, data };
  },
});

const PASSES: ReadonlySet<Reach["exposure"]> = new Set(["cross-account", "restricted", "private"]);

const says = (identity: string, count: number, reach: Reach): string => {
  const who = list(reach.allowedTo.map(party));
  const { document, says: why } = reach.reason ?? { document: "", says: "" };
  switch (reach.exposure) {
    case "exposed":
      return `Anyone with an AWS account can send mail as ${identity}: ${policies(reach.faults.map((fault) => fault.document))} allows it.`;
    case "undecided":
      return `Whether strangers can send mail as ${identity} is undecided over policy "${document}": ${why}`;
    case "invalid":
      return `Who can send mail as ${identity} is unknown: "${document}" is not a valid policy: ${why}`;
    case "cross-account":
      return `Strangers cannot send mail as ${identity}; besides the owner, ${who} can.`;
    case "restricted":
      return `Strangers cannot send mail as ${identity}; the grant holds only for ${who}.`;
    case "private":
      return count === 0
        ? `Only the owner can send mail as ${identity}: it has no policy.`
        : `Only the owner and those trusted can send mail as ${identity}: its policies let nobody else.`;
  }
};
