import { expect } from "chai";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { keepManifest } from "../../src/continuous/manifest.ts";
import { aKeptRun, notComplete, RUN, summaryOf, UNREAD, withoutUnread } from "../support/kept-run.ts";
import { merged, NOW } from "../support/runs.ts";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A line more, behind the second. */
const inTheMiddle =
  (line: string | Buffer) =>
  (lines: readonly string[]): readonly (string | Buffer)[] => [...lines.slice(0, 2), line, ...lines.slice(2)];

describe("joinedParts", () => {
  const { store, partFile, aRun, whole, expectUnread } = aKeptRun();

  /** Whoever may write to the store may make every hash right. */
  const rewritten = async (
    change: (lines: readonly string[]) => readonly (string | Buffer)[],
  ): Promise<void> => {
    const outcomes = aRun();
    const path = partFile(UNREAD);
    const [head = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    const rest = Buffer.concat(
      change(lines).map((line) => Buffer.concat([Buffer.from(line), Buffer.from("\n")])),
    );
    const told = { ...(JSON.parse(head) as object), sha256: sha256(rest) };
    writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(told)}\n`), rest]));
    const changed = { ...summaryOf(outcomes, UNREAD), sha256: sha256(readFileSync(path)) };
    await keepManifest(
      RUN,
      store(),
      () => [...outcomes.filter(({ scope }) => scope !== UNREAD), changed],
      NOW,
    );
  };
  const foreign = '{"kind":"aws.ses.identity","scope":"aws/999988887777/us-east-1/ses","id":"arn:x"}';
  const broken: readonly (readonly [
    title: string,
    line: string | Buffer,
    message: RegExp,
    before: number,
  ])[] = [
    ["is no record", "no record", /0000\.jsonl:4 is no record\.$/, 2],
    ["is a record of no kind", '{"id":"x"}', /0000\.jsonl:4 is no record\.$/, 2],
    ["has a resource of another scope", foreign, /has a resource of aws\/999988887777\/us-east-1\/ses\.$/, 2],
    ["is not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), /0000\.jsonl:4: the line is not UTF-8 text\.$/, 0],
  ];
  for (const [title, line, message, before] of broken)
    it(`says that a scope is partial, and goes on, where a line of an object ${title} and its hashes are right`, async () => {
      await rewritten(inTheMiddle(line));
      const one = await merged(RUN, store());
      const [scope, ...more] = notComplete(one);
      expect(more).to.deep.equal([]);
      expect(scope).to.deep.include({ id: UNREAD, status: "partial", listed: 8 });
      expect(scope?.unread?.code).to.equal("BrokenPart");
      expect(scope?.unread?.message).to.match(message);
      expect(withoutUnread(one.snapshot)).to.deep.equal(withoutUnread(whole().snapshot));
      expect(one.snapshot.filter((text) => text.includes(UNREAD))).to.have.length(before + 1);
    });

  it("does not take an object that closes another scope, or names another part than the next", async () => {
    await rewritten((lines) => [
      ...lines.slice(0, -1),
      (lines.at(-1) ?? "").replace(UNREAD, "aws/999988887777/us-east-1/ses"),
    ]);
    await expectUnread("ForeignPart", /0000\.jsonl closes aws\/999988887777\/us-east-1\/ses\.$/);
    await rewritten((lines) => [...lines.slice(0, -1), '{"kind":"cursor","next":0}']);
    await expectUnread("ForeignPart", /0000\.jsonl says that part 0 goes on\.$/);
  });
});
