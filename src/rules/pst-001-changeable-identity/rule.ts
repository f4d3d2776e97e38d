import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { CHANGING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { allowedTo, because, isFilled, letBy } from "../words.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that a stranger can change, or whose policies, tags or tenants he can. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  judge(identity, context) {
    const reach = decideExposure(identityQuestion(identity, CHANGING_ACTIONS, context));
    const { exposure, evidence, witness, faults } = reach;
    const open = exposure === "exposed";
    const unknown = exposure === "undecided" || exposure === "invalid";
    const data = { exposure, allowedTo: allowedTo(reach.allowedTo, unknown ? "undecided" : "owner") };
    if (isFilled(evidence) && isFilled(faults)) {
      const message = `Anyone with an AWS account can change ${identity.name} or who may use it; ${letBy(faults.map(({ document }) => document))} them.`;
      return { status: "FAILURE", message, evidence, data, faults, ...(witness && { witness }) };
    }
    if (open || unknown) {
      const message = `Whether a stranger can change ${identity.name} or who may use it cannot be decided. ${because(reach)}`;
      return { status: "NEEDS_REVIEW", message, evidence, data };
    }
    const message = `No stranger can change ${identity.name} or who may use it.`;
    return { status: "SUCCESS", message, evidence, data };
  },
});
