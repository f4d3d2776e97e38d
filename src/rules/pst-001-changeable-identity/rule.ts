import { defineRule, type AnyRule } from "../../model/rule.ts";
import { decideExposure } from "../../policy/decide/decide.ts";
import { withoutActions } from "../../policy/narrow/actions.ts";
import { narrow } from "../../policy/narrow/narrow.ts";
import type { AskedAction, Question } from "../../policy/question.ts";
import { CHANGING_ACTIONS, SENDING_ACTIONS } from "../../services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { identityQuestion } from "../../services/ses/question.ts";
import { unknownActionsIn } from "../../services/ses/unknown-actions.ts";
import { mayAdmitStrangers } from "../narrowing.ts";
import { strangerVerdict } from "../stranger-verdict.ts";
import { unknownActionsVerdict } from "../unknown-actions.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/**
 * Fails an identity that a stranger can change, or whose policies, tags or tenants he can. An action that no table has may
 * do that too, so a pass turns into a review where strangers may use one.
 */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  yieldsTo: ["SES-003"],
  judge: (identity, context) => {
    const what = `change ${identity.name} or who may use it`;
    const verdict = strangerVerdict(
      decideExposure(identityQuestion(identity, CHANGING_ACTIONS, context)),
      what,
    );
    if (verdict.status !== "SUCCESS") return verdict;
    const unknown = unknownActionsIn(identity.policies);
    if (unknown.length === 0) return verdict;
    const ask = (actions: readonly AskedAction[]): Question => identityQuestion(identity, actions, context);
    return unknownActionsVerdict(unknown, ask, what) ?? verdict;
  },
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
