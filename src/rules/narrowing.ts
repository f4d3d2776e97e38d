import type { RemedyContext } from "../model/remedy.ts";
import type { Narrowing } from "../policy/narrow/strangers.ts";
import { parseIdentityArn } from "../services/ses/arn.ts";
import type { SesIdentity } from "../services/ses/identity.ts";

/** What the narrowing of an identity's policies may use. */
export const narrowingOf = (
  { arn }: Pick<SesIdentity, "arn">,
  { targets, owner, keep }: Pick<RemedyContext, "targets" | "owner" | "keep">,
): Narrowing => ({ targets, owner, keep, partition: parseIdentityArn(arn)?.partition ?? "aws" });
