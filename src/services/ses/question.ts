import { isUnread } from "../../model/fact.ts";
import type { Known } from "../../model/rule.ts";
import type { RuleContext } from "../../model/rule-context.ts";
import type { AskedAction, Question } from "../../policy/question.ts";
import { parseIdentityArn } from "./arn.ts";
import type { SesIdentity } from "./identity.ts";
import { DISPUTED_KEYS, SES_KEYS } from "./keys.ts";

/** Bytes of one policy: 4 KB (SES developer guide, "Sending authorization policy anatomy"). */
export const LARGEST_POLICY = 4096;

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
  ...tagsOf(identity),
  disputed: DISPUTED_KEYS,
  largestDocument: LARGEST_POLICY,
  samples: { "ses:FromAddress": addressOf(identity.name) },
  trust,
  now,
});

/**
 * The identity's tags, where they were read and a policy speaks of them: with other questions they would only keep what
 * is known of one identity from serving for the next.
 */
const tagsOf = ({ tags, policies }: Known<SesIdentity, "policies">): Pick<Question, "tags"> =>
  tags === undefined || isUnread(tags) || !policies.some(({ document }) => /resourcetag/i.test(document))
    ? {}
    : { tags };

/** Amazon SES takes mail only from an address that the identity covers. */
const addressOf = (identity: string): string => (identity.includes("@") ? identity : `ceo@${identity}`);
