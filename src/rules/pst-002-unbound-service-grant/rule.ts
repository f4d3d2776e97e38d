import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import { boundServices } from "../../policy/narrow/services.ts";
import { SENDING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { faultsOf } from "../faults.ts";
import { doubtsOf } from "../doubts.ts";
import { because, doubtsIn, isFilled, list } from "../words.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that an AWS service may send as for anyone who asks it to. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  yieldsTo: ["SES-003"],
  judge(identity, context) {
    const question = identityQuestion(identity, SENDING_ACTIONS, context);
    const reach = decideExposure(question);
    const services = [...new Set(reach.deputies.map(({ service }) => service))];
    const unknown = reach.exposure === "undecided" || reach.exposure === "invalid";
    const doubted = doubtsOf(reach, services.length > 0, ({ deputies }) => deputies.length > 0);
    const data = { services: services.join(", "), ...doubtsIn(doubted.doubts) };
    if (!doubted.isFirm) {
      const message = `Whether an AWS service can be made to send mail as ${identity.name} depends on what AWS does not document.`;
      return { status: "NEEDS_REVIEW", message, evidence: reach.evidence, data };
    }
    const evidence = reach.deputies.map((deputy) => deputy.evidence);
    const isDoubtful = isFilled(evidence) && reach.certain?.deputies.length === 0;
    // Each statement by itself takes longer than all of them: most identities have no such service.
    const faults =
      isFilled(evidence) && !isDoubtful
        ? faultsOf(question, reach, ({ deputies }) => deputies.length > 0)
        : [];
    if (isFilled(evidence) && isFilled(faults)) {
      const message = `${list(services.map(named))} can be made to send mail as ${identity.name} by anyone: no condition says for whom it may act.`;
      return { status: "FAILURE", message, evidence, data, faults };
    }
    if (isDoubtful || unknown) {
      const message = `Which AWS services can send mail as ${identity.name} cannot be told. ${because(reach)}`;
      return { status: "NEEDS_REVIEW", message, evidence: reach.evidence, data };
    }
    const message = `No policy of ${identity.name} lets an AWS service send without saying for whom.`;
    return { status: "SUCCESS", message, evidence: reach.evidence, data };
  },
  remedy: (identity, _, context) =>
    narrow(
      identityQuestion(identity, SENDING_ACTIONS, context),
      ({ deputies }) => deputies.length > 0,
      boundServices(context),
    ),
});

const named = (service: string): string => (service === "*" ? "any AWS service" : service);
