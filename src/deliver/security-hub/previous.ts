import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type Hub, productArn } from "../../exporters/asff/hub-of.ts";
import { isUnread, type Unread } from "../../model/fact.ts";
import type { HubClient } from "./hub-client.ts";
import type { Previous } from "./known.ts";
import type { Ledger } from "./ledger.ts";
import type { Time } from "./rate.ts";
import { newestOf, readHub } from "./read-hub.ts";

export interface PreviousOptions extends Time {
  readonly ledger?: Ledger;
  readonly dryRun?: boolean;
  /** Ids of the resources that are asked about: a ledger, which knows all, has no part in it. Null or absent for all. */
  readonly only?: readonly string[] | null;
}

/** From the ledger where it can be trusted, else from Security Hub itself. */
export const previousOf = async (
  client: HubClient,
  hub: Hub,
  options: PreviousOptions,
): Promise<Previous | Unread> => {
  const { ledger } = options;
  const arn = productArn(hub);
  const remembered = ledger?.previous(arn) ?? null;
  if (remembered !== null) {
    const newest = await newestOf(client, hub, options);
    if (isUnread(newest)) return newest;
    if (isCurrent(remembered, newest, options.clock())) return remembered;
  }
  const read = await readHub(client, hub, options, options.only);
  if (ledger !== undefined && !isUnread(read) && options.dryRun !== true) await ledger.replace(arn, read);
  return read;
};

/** GetFindings may be some minutes behind what was imported. */
const SETTLED_AFTER = 60 * 60 * 1000;

/** Nobody else has written since, and Security Hub has not been emptied. */
const isCurrent = (remembered: Previous, newest: AwsSecurityFinding | null, clock: number): boolean => {
  const ours = [...remembered.values()].reduce(
    (latest, { finding }) => Math.max(latest, updated(finding)),
    0,
  );
  const theirs = newest === null ? 0 : updated(newest);
  return theirs === ours || (theirs < ours && clock - ours < SETTLED_AFTER);
};

const updated = ({ UpdatedAt }: AwsSecurityFinding): number => Date.parse(UpdatedAt ?? "");
