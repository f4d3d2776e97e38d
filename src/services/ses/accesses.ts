import { isUnread } from "../../model/fact.ts";
import type { PolicyDocument, Resource } from "../../model/resource.ts";
import type { AskedAction } from "../../policy/question.ts";
import type { Access } from "../access.ts";
import { CHANGING_ACTIONS, READING_ACTIONS, SENDING_ACTIONS } from "./actions.ts";
import { SES_IDENTITY, type SesIdentity } from "./identity.ts";
import { identityQuestion } from "./question.ts";
import { unknownActionsIn } from "./unknown-actions.ts";

/** Actions that each unknown action is asked about as make two, and a question takes 31. */
const MOST_UNKNOWN = 15;

/** What the policies name and no table has; what a pattern covers is among the other uses. */
const unknownActions = (policies: readonly PolicyDocument[]): readonly AskedAction[] =>
  unknownActionsIn(policies)
    .filter(({ isCover }) => !isCover)
    .slice(0, MOST_UNKNOWN)
    .flatMap(({ asked }) => asked);

const access = (
  id: string,
  says: string,
  actionsIn: (policies: readonly PolicyDocument[]) => readonly AskedAction[],
): Access => ({
  id,
  says,
  question: (resource, context) => {
    if (!isIdentity(resource)) throw new TypeError(`${resource.id} is not an SES identity`);
    const { policies } = resource;
    if (policies === undefined)
      return {
        unread: { operation: "none", code: "NotAsked", message: "No policies were asked for.", attempts: 0 },
      };
    return isUnread(policies)
      ? policies
      : identityQuestion({ ...resource, policies }, actionsIn(policies), context);
  },
});

const isIdentity = (resource: Resource): resource is SesIdentity => resource.kind === SES_IDENTITY;

/** What the policies of an SES identity can allow. */
export const SES_ACCESSES: Readonly<Record<typeof SES_IDENTITY, readonly Access[]>> = {
  [SES_IDENTITY]: [
    access("send", "send mail in its name", () => SENDING_ACTIONS),
    access("change", "change it", () => CHANGING_ACTIONS),
    access("read", "read its data", () => READING_ACTIONS),
    access("unknown", "use actions on it that Postern does not know", unknownActions),
  ],
};
