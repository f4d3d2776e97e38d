import { isUnread } from "../../model/fact.ts";
import type { AwsAccess, CollectOptions, EarlierReading } from "../../model/kind.ts";
import { partitionOf, type AwsScope } from "../../model/scope.ts";
import type { LanesUsed, ResourceRecord, ScopeRecord, SnapshotRecord } from "../../model/snapshot.ts";
import { byCodeUnits } from "../../text/order.ts";
import { parseIdentityArn } from "./arn.ts";
import { attributesOf } from "./attributes.ts";
import { list, OMITTED, readPolicies, type Asking, type Listing } from "./calls.ts";
import { confirmed, relisting, spelled } from "./confirm.ts";
import { SES_IDENTITY, typeOf, type SesIdentity } from "./identity.ts";
import { SES_LANES, type Lane, type LaneName, type Reading } from "./lane.ts";
import { readInLanes } from "./read-in-lanes.ts";

/**
 * Reads every identity of one account and region: both types, every page, every policy, verification and DKIM; and the tags
 * where GetEmailIdentity alone is to read them.
 *
 * A refusal stands in place of the fact that it kept from being read. A list that is absent from an answer, or a name
 * that is missing from it, is unread and not empty. A listing of several pages counts only once another has named
 * nothing more; an identity that the other no longer names is gone. One that is deleted between its attributes and its
 * policies has none, as SES answers: nobody can send as it.
 */
export async function* collectSesIdentities(
  scope: AwsScope,
  aws: AwsAccess,
  {
    lanes = SES_LANES,
    only,
    random = Math.random,
    earlier = NOTHING,
    noted = () => undefined,
    listed = () => undefined,
  }: CollectOptions = {},
): AsyncIterable<SnapshotRecord> {
  const sdk = await import("@aws-sdk/client-ses");
  const client = new sdk.SESClient(aws.clientConfig());
  const asking = { sdk, client, aws };
  try {
    const listing =
      only === undefined ? await confirmed(asking, await list(asking)) : await spelled(asking, namesOf(only));
    const alone =
      only === undefined
        ? {}
        : { only: [...new Set([...only, ...[...listing.identities].map((name) => arnOf(scope, name))])] };
    if (listing.identities.size + earlier.read.size + earlier.gone.size === 0)
      yield closing(scope, { listed: 0, broke: listing.broke }, { gone: 0, unread: 0 });
    else
      for await (const one of collected(scope, asking, listing, { lanes, random, earlier, noted, listed }))
        yield one.kind === "scope" ? { ...one, ...alone } : one;
  } finally {
    client.destroy();
  }
}

async function* collected(
  scope: AwsScope,
  asking: Asking,
  listing: Pick<Listing, "identities" | "broke">,
  { lanes, random, earlier, noted, listed }: Required<Omit<CollectOptions, "only">>,
): AsyncIterable<SnapshotRecord> {
  const isKnown = (name: string): boolean => {
    const id = arnOf(scope, name);
    return earlier.read.has(id) || earlier.gone.has(id);
  };
  const names = [...listing.identities].filter((name) => !isKnown(name)).sort(byCodeUnits);
  listed(names.length);
  // What was read before and is not listed any more was there when it was read.
  const whole = { listed: names.length + earlier.read.size + earlier.gone.size, broke: listing.broke };
  const refused = earlier.retired.filter(({ lane }) => lanes.includes(lane));
  const left = lanes.filter((name) => refused.every(({ lane }) => lane !== name));
  const opened = await openLanes(left.length === 0 ? lanes : left, asking);
  const reader = readInLanes(names, opened.lanes, random, (lane, unread) =>
    noted({ kind: "lane", lane, unread }),
  );
  const attributes = attributesOf(asking, names, reader);
  // With several lanes it would hang on the lane that was free whether an identity has tags, and on that what is said of it.
  const tellsTags = lanes.length === 1 && lanes[0] === "v2";
  const exists = relisting(asking);
  const counts = { gone: earlier.gone.size, unread: 0 };
  try {
    for await (const [name, reading] of reader.readings) {
      const { verification, dkim } = await attributes(name, reading);
      const facts = { policies: reading.policies, verification, dkim };
      const mayBeGone = reading.mayBeGone || (isUnread(verification) && verification.unread.code === OMITTED);
      if (mayBeGone && !(await exists(name))) {
        counts.gone += 1;
        noted({ kind: "gone", id: arnOf(scope, name) });
        continue;
      }
      if (Object.values(facts).some(isUnread)) counts.unread += 1;
      const tags = tellsTags && reading.tags !== undefined ? { tags: reading.tags } : {};
      yield record(scope, name, asking.aws.now(), { ...facts, ...tags });
    }
    yield closing(scope, whole, counts, withEarlier(reader.used(), left.length === 0 ? [] : refused));
  } finally {
    opened.close();
  }
}

/** The lanes by their names, in the order of SES_LANES; the client of API v2 is loaded only for its lanes. */
const openLanes = async (
  wanted: readonly string[],
  asking: Asking,
): Promise<{ readonly lanes: readonly Lane[]; readonly close: () => void }> => {
  const names = SES_LANES.filter((name) => wanted.includes(name));
  if (names.every((name) => name === "v1")) return { lanes: [v1Lane(asking)], close: () => undefined };
  const [sdk, { emailIdentityLane, emailIdentityPoliciesLane }] = await Promise.all([
    import("@aws-sdk/client-sesv2"),
    import("./v2-lanes.ts"),
  ]);
  const client = new sdk.SESv2Client(asking.aws.clientConfig());
  const v2 = { sdk, client, aws: asking.aws };
  const make: Readonly<Record<LaneName, () => Lane>> = {
    v1: () => v1Lane(asking),
    v2: () => emailIdentityLane(v2),
    "v2-policies": () => emailIdentityPoliciesLane(v2),
  };
  return { lanes: names.map((name) => make[name]()), close: () => client.destroy() };
};

const v1Lane = (asking: Asking): Lane => ({
  name: "v1",
  ready: () => asking.aws.ready("ListIdentityPolicies"),
  read: async (name) => {
    const { policies, changed } = await readPolicies(asking, name);
    return { policies, mayBeGone: changed };
  },
});

const namesOf = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => parseIdentityArn(id)?.name ?? []);

const NOTHING: EarlierReading = { read: new Set(), gone: new Set(), retired: [] };

/** The lanes of both readings, in the order in which SES_LANES has them. */
const withEarlier = ({ open, retired }: LanesUsed, earlier: LanesUsed["retired"]): LanesUsed => {
  const all = [...earlier, ...retired];
  return { open, retired: SES_LANES.flatMap((name) => all.filter(({ lane }) => lane === name)) };
};

const arnOf = ({ account, region }: Pick<AwsScope, "account" | "region">, name: string): string =>
  `arn:${partitionOf(region)}:ses:${region}:${account}:identity/${name}`;

const record = (
  scope: AwsScope,
  name: string,
  collectedAt: string,
  facts: Pick<SesIdentity, "policies" | "verification" | "dkim"> & Pick<Reading, "tags">,
): ResourceRecord => ({
  kind: SES_IDENTITY,
  scope: scope.id,
  id: arnOf(scope, name),
  collectedAt,
  type: typeOf(name),
  ...facts,
});

const closing = (
  { id }: AwsScope,
  { listed, broke }: { readonly listed: number; readonly broke: Listing["broke"] },
  { gone, unread }: { readonly gone: number; readonly unread: number },
  lanes?: LanesUsed,
): ScopeRecord => ({
  kind: "scope",
  id,
  status: broke !== null && listed === 0 ? "unread" : broke !== null || unread > 0 ? "partial" : "complete",
  listed,
  ...(gone === 0 ? {} : { gone }),
  ...(broke === null ? {} : { unread: broke }),
  ...(lanes === undefined ? {} : { lanes }),
});
