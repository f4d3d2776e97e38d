import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import { closedToStrangers } from "../../policy/narrow/strangers.ts";
import { READING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { mayAdmitStrangers, narrowingOf } from "../narrowing.ts";
import { strangerVerdict } from "../stranger-verdict.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity whose settings, policies, metrics or exports a stranger can read. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  yieldsTo: ["SES-003"],
  judge: (identity, context) =>
    strangerVerdict(
      decideExposure(identityQuestion(identity, READING_ACTIONS, context)),
      `read data of ${identity.name}`,
    ),
  remedy: (identity, _, context) =>
    narrow(
      identityQuestion(identity, READING_ACTIONS, context),
      mayAdmitStrangers,
      closedToStrangers(narrowingOf(identity, context)),
    ),
});
