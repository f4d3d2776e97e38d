import { isUnread, type Refusal } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import { partitionOf, type AwsScope } from "../../model/scope.ts";
import type { ResourceRecord, ScopeRecord, SnapshotRecord } from "../../model/snapshot.ts";
import { byCodeUnits } from "../../text/order.ts";
import {
  list,
  OMITTED,
  readDkim,
  readPolicies,
  readVerification,
  type Asking,
  type Listing,
} from "./calls.ts";
import { confirmed, relisting } from "./confirm.ts";
import { SES_IDENTITY, type SesIdentity } from "./identity.ts";

/**
 * Reads every identity of one account and region: both types, every page, every policy, verification and DKIM.
 *
 * A refusal stands in place of the fact that it kept from being read. A list that is absent from an answer, or a name
 * that is missing from it, is unread and not empty. A listing of several pages counts only once another has named
 * nothing more; an identity that the other no longer names is gone. One that is deleted between its attributes and its
 * policies has none, as SES answers: nobody can send as it.
 */
export async function* collectSesIdentities(scope: AwsScope, aws: AwsAccess): AsyncIterable<SnapshotRecord> {
  const sdk = await import("@aws-sdk/client-ses");
  const client = new sdk.SESClient(aws.clientConfig());
  const asking = { sdk, client, aws };
  try {
    const listing = await confirmed(asking, await list(asking));
    yield* collected(scope, asking, listing);
  } finally {
    client.destroy();
  }
}

async function* collected(
  scope: AwsScope,
  asking: Asking,
  { identities, broke }: Pick<Listing, "identities" | "broke">,
): AsyncIterable<SnapshotRecord> {
  const names = [...identities.keys()].sort(byCodeUnits);
  const [verification, dkim] = await Promise.all([readVerification(asking, names), readDkim(asking, names)]);
  const exists = relisting(asking);
  let gone = 0;
  let unread = 0;
  for (const name of names) {
    const { policies, changed } = await readPolicies(asking, name);
    const facts = { policies, verification: verification(name), dkim: dkim(name) };
    const mayBeGone = changed || (isUnread(facts.verification) && facts.verification.unread.code === OMITTED);
    if (mayBeGone && !(await exists(name))) {
      gone += 1;
      continue;
    }
    if (Object.values(facts).some(isUnread)) unread += 1;
    yield record(scope, name, identities.get(name) ?? "Domain", asking.aws.now(), facts);
  }
  yield closing(scope, names.length, gone, unread, broke);
}

const record = (
  { id, account, region }: AwsScope,
  name: string,
  type: SesIdentity["type"],
  collectedAt: string,
  facts: Pick<SesIdentity, "policies" | "verification" | "dkim">,
): ResourceRecord => ({
  kind: SES_IDENTITY,
  scope: id,
  id: `arn:${partitionOf(region)}:ses:${region}:${account}:identity/${name}`,
  collectedAt,
  type,
  ...facts,
});

const closing = (
  { id }: AwsScope,
  listed: number,
  gone: number,
  unread: number,
  broke: Refusal | null,
): ScopeRecord => ({
  kind: "scope",
  id,
  status: broke !== null && listed === 0 ? "unread" : broke !== null || unread > 0 ? "partial" : "complete",
  listed,
  ...(gone === 0 ? {} : { gone }),
  ...(broke === null ? {} : { unread: broke }),
});
