import type { Known, RuleContext } from "../../model/rule.ts";
import type { AskedAction, Question } from "../../policy/question.ts";
import { parseIdentityArn } from "./arn.ts";
import type { SesIdentity } from "./identity.ts";
import { SES_KEYS } from "./keys.ts";

/** Asks who besides the owner and the trusted can do one of the actions with the identity. */
export const identityQuestion = (
  identity: Known<SesIdentity, "policies">,
  actions: readonly AskedAction[],
  { trust, now }: Pick<RuleContext, "trust" | "now">,
): Question => ({
  documents: identity.policies.map(({ name, document, unresolved = [] }) => ({
    name,
    text: document,
    unresolved,
  })),
  resource: identity.arn,
  owner: identity.owner ?? parseIdentityArn(identity.arn)?.account ?? "",
  actions,
  keys: SES_KEYS,
  samples: { "ses:FromAddress": addressOf(identity.name) },
  trust,
  now,
});

/** Amazon SES takes mail only from an address that the identity covers. */
const addressOf = (identity: string): string => (identity.includes("@") ? identity : `ceo@${identity}`);
