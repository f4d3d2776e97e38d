import { expect } from "chai";
import { renewed } from "../../src/aws/renewed.ts";

const HOUR = 3_600_000;

/** A provider whose answers are handed in one by one, and who counts how often it was asked. */
const asked = (...answers: readonly (Error | { readonly endsIn?: number })[]) => {
  const count = { asked: 0 };
  const provider = renewed(async () => {
    const answer = answers[count.asked] ?? new Error("asked too often");
    count.asked += 1;
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    return {
      accessKeyId: `KEY${count.asked}`,
      secretAccessKey: "a secret of the tests",
      ...(answer.endsIn === undefined ? {} : { expiration: new Date(Date.now() + answer.endsIn) }),
    };
  });
  return { count, key: async () => (await provider()).accessKeyId };
};

describe("renewed credentials", () => {
  it("are asked for once where they do not end soon", async () => {
    const { count, key } = asked({ endsIn: HOUR });
    expect([await key(), await key()]).to.deep.equal(["KEY1", "KEY1"]);
    expect(count.asked).to.equal(1);
  });

  it("are asked for once where they never end", async () => {
    const { count, key } = asked({});
    await key();
    await key();
    expect(count.asked).to.equal(1);
  });

  it("are asked for once by all who want them at a time, and renewed once before they end", async () => {
    const { key } = asked({ endsIn: 60_000 }, { endsIn: HOUR });
    const all = (): Promise<readonly string[]> => Promise.all(Array.from({ length: 20 }, key));
    expect(new Set(await all())).to.deep.equal(new Set(["KEY1"]));
    expect(new Set(await all())).to.deep.equal(new Set(["KEY2"]));
    expect(await key()).to.equal("KEY2");
  });

  it("are asked for again after a refusal", async () => {
    const { key } = asked(new Error("throttled"), { endsIn: HOUR });
    const both = await Promise.allSettled([key(), key()]);
    expect(both.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    expect(await key()).to.equal("KEY2");
  });
});
