import { connect } from "../../src/connection.ts";
import type { ObjectStore } from "../../src/continuous/object-store.ts";
import { s3Store } from "../../src/continuous/s3-store.ts";
import { isUnread } from "../../src/model/fact.ts";
import type { AwsAccess } from "../../src/model/kind.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "./emulated.ts";

export interface TestBucket {
  readonly world: Emulated;
  readonly access: AwsAccess;
  readonly store: ObjectStore;
  readonly storeBelow: (prefix: string) => ObjectStore;
}

/** Access to an account of the emulator by its own key. */
export const accessTo = async (url: string): Promise<AwsAccess> => {
  const access = await connect({ endpointUrl: url, credentials: KEY, region: REGION }).ownAccess(REGION);
  if (isUnread(access)) throw new Error(access.unread.message);
  return access;
};

/** An emulator with an empty bucket for each test of a suite. */
export const aBucket = (): (() => TestBucket) => {
  let made: TestBucket | null = null;
  beforeEach(async () => {
    const world = await emulated();
    world.emulator.world.buckets.set("runs", { owner: ACCOUNT, region: REGION, objects: new Map() });
    const access = await accessTo(world.emulator.url);
    const storeBelow = (prefix: string): ObjectStore => s3Store({ bucket: "runs", prefix, access });
    made = { world, access, store: s3Store({ bucket: "runs", access }), storeBelow };
  });
  afterEach(() => made?.world.emulator.close());
  return () => {
    if (made === null) throw new Error("the bucket is there during a test");
    return made;
  };
};
