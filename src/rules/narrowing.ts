import type { RemedyContext } from "../model/remedy.ts";
import type { Narrowing } from "../policy/narrow/narrowing.ts";
import type { Reach } from "../policy/question.ts";
import { parseIdentityArn } from "../services/ses/arn.ts";
import type { SesIdentity } from "../services/ses/identity.ts";
import { ACCOUNT_OF_THE_CODE, ORGANIZATION_OF_THE_CODE } from "../services/stand-ins.ts";

/** What the narrowing of an identity's policies may use. What stands in for a name that source code leaves open is none. */
export const narrowingOf = (
  { arn }: Pick<SesIdentity, "arn">,
  { targets, owner, keep }: Pick<RemedyContext, "targets" | "owner" | "keep">,
): Narrowing => ({
  targets,
  owner,
  keep,
  partition: parseIdentityArn(arn)?.partition ?? "aws",
  isWelcome: (name) => !name.includes(ACCOUNT_OF_THE_CODE) && name !== ORGANIZATION_OF_THE_CODE,
});

/**
 * Whether a statement has to be narrowed with those that let strangers in: a statement that leaves the question undecided
 * would leave the rule undecided after the fix.
 */
export const mayAdmitStrangers = ({ exposure }: Pick<Reach, "exposure">): boolean =>
  exposure === "exposed" || exposure === "undecided";
