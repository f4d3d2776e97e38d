import type { Refusal } from "../model/fact.ts";
import type { Resource } from "../model/resource.ts";
import type { RuleContext } from "../model/rule-context.ts";
import type { Question } from "../policy/question.ts";

/** One use of a resource that its policies can allow. */
export interface Access {
  /** Stable: it stands in differences. */
  readonly id: string;
  /** Completes "may …": "send mail". */
  readonly says: string;
  /** Who may, by the policies of the resource; or why they are not known. */
  question(
    resource: Resource,
    context: Pick<RuleContext, "trust" | "now">,
  ): Question | { readonly unread: Refusal };
}
