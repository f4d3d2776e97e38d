import { expect } from "chai";
import { openSession, type Session } from "../../src/aws/session.ts";
import { isUnread } from "../../src/model/fact.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";

describe("the pace of a session's calls", () => {
  let world: Emulated;
  const slept: number[] = [];
  before(async () => {
    world = await emulated();
  });
  after(() => world.emulator.close());
  beforeEach(() => slept.splice(0));

  const session = (callsPerSecond?: number): Session =>
    openSession({
      endpointUrl: world.emulator.url,
      credentials: KEY,
      signal: new AbortController().signal,
      now: () => "2026-11-23T16:00:00.000Z",
      clock: () => 0,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
      ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    });

  /** What is waited for before each of three calls of one operation. */
  const waits = async (open: Session, rate?: number): Promise<readonly number[]> => {
    const access = await open.access(ACCOUNT, REGION, rate);
    if (isUnread(access)) throw new Error(access.unread.message);
    for (let call = 0; call < 3; call++) await access.call("Anything", () => Promise.resolve(call));
    open.close();
    return slept;
  };

  it("is the one that the kind states", async () => {
    expect(await waits(session(), SES_KIND.callsPerSecond)).to.deep.equal([1000, 2000]);
  });

  it("is free where the kind states none", async () => {
    expect(await waits(session())).to.deep.equal([]);
  });

  it("is the user's, whatever the kind states", async () => {
    expect(await waits(session(10), SES_KIND.callsPerSecond)).to.deep.equal([100, 200]);
  });
});
