import { SERVICE_ACCOUNT, type Callers } from "./callers.ts";
import { isNone } from "./glob.ts";
import { always, flag, single, type Chosen } from "./key.ts";
import type { Excluded } from "./excluded.ts";
import { and } from "./term.ts";
import { literal, text } from "./text.ts";

/**
 * Somebody's resource for which an AWS service calls: an account, an ARN of it, each told or not. The accounts from
 * which services call have no such resources.
 */
export const sources = (callers: Callers, excluded: Excluded, partition: string): readonly Chosen[] => {
  const account = text("source", "digit", 12, 12);
  const service = text("source/service", "label", 16);
  const region = text("source/region", "label", 12, 0);
  const resource = text("source/resource", "path", 24);
  const variables = [
    {
      ...account.variable,
      domain: and(account.variable.domain, isNone([account.text], [SERVICE_ACCOUNT, ...excluded.sources])),
    },
  ];
  const byAccount = ["aws:SourceAccount", "aws:SourceOwner"].map((name): Chosen => {
    const told = flag(`${name.slice("aws:".length).toLowerCase()}/told`);
    return {
      key: single(name, and(callers.service, told.is), always(account.text)),
      variables: [...variables, told.variable],
    };
  });
  const told = flag("sourcearn/told");
  const arn = [
    literal(`arn:${partition}:`),
    service.text,
    literal(":"),
    region.text,
    literal(":"),
    account.text,
    literal(":"),
    resource.text,
  ];
  return [
    ...byAccount,
    {
      key: single("aws:SourceArn", and(callers.service, told.is), always(...arn)),
      variables: [...variables, ...[told, service, region, resource].map(({ variable }) => variable)],
    },
  ];
};
