import { refusal } from "../../../protocol/refusal.ts";
import type { Context } from "../../../protocol/service.ts";
import type { Identity } from "../../../world.ts";

/** Unlike v1, which says of an identity that does not exist that it has no policies. */
export const identityOf = (name: string, { region }: Context): Identity => {
  const identity = region.identities.get(name);
  if (identity === undefined)
    throw refusal("NotFoundException", `Email identity ${name} does not exist.`, 404);
  return identity;
};
