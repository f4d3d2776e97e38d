import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { withoutActions } from "../../policy/narrow/actions.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import type { AskedAction } from "../../policy/question.ts";
import { CHANGING_ACTIONS, SENDING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { strangerVerdict } from "../stranger-verdict.ts";
import { mayAdmitStrangers } from "../narrowing.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that a stranger can change, or whose policies, tags or tenants he can. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  yieldsTo: ["SES-003"],
  judge: (identity, context) =>
    strangerVerdict(
      decideExposure(identityQuestion(identity, CHANGING_ACTIONS, context)),
      `change ${identity.name} or who may use it`,
    ),
  remedy: (identity, _, context) =>
    narrow(
      identityQuestion(identity, CHANGING_ACTIONS, context),
      mayAdmitStrangers,
      withoutActions(namesOf(CHANGING_ACTIONS), namesOf(SENDING_ACTIONS)),
      // What is left is of use by being another action.
      () => true,
    ),
});

const namesOf = (actions: readonly AskedAction[]): readonly string[] => actions.map(({ name }) => name);
