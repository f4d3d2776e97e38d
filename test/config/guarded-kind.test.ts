import { expect } from "chai";
import { guardedKind } from "../../src/config/guarded-kind.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { ResourceRecord } from "../../src/model/snapshot.ts";
import { resourceOf } from "../../src/testing/case-resource.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";

const RECORD: ResourceRecord = {
  kind: "aws.ses.identity",
  scope: "aws/111122223333/us-east-1/ses",
  id: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
  policies: [{ name: "a", document: "{}" }],
};

const RESOURCE = resourceOf(SES_KIND, RECORD);

const fail = (): never => {
  throw new Error("out of order");
};

describe("a plugin's kind", () => {
  it("that works is as it was", () => {
    const kind = guardedKind(SES_KIND);
    const resource = kind.read(RECORD);
    expect(resource).to.deep.equal(SES_KIND.read(RECORD));
    expect(kind.documents(RESOURCE)).to.deep.equal([{ name: "a", document: "{}" }]);
  });

  it("that throws has a problem with the record, no documents and no tags", () => {
    const kind = guardedKind({ ...SES_KIND, read: fail, documents: fail, tags: fail });
    expect(kind.read(RECORD)).to.deep.equal({
      problem: "kind aws.ses.identity failed to read it: out of order",
    });
    expect(kind.documents(RESOURCE)).to.deep.equal([]);
    expect(kind.tags(RESOURCE)).to.equal(undefined);
  });

  const NONSENSE: readonly unknown[] = [
    undefined,
    null,
    1,
    [],
    {},
    { kind: "aws.x.y", id: "a", name: "b", scope: "c", owner: null },
  ];
  for (const value of NONSENSE) {
    it(`that reads a record as ${JSON.stringify(value)} has a problem with it`, () => {
      const kind = guardedKind({ ...SES_KIND, read: (() => value) as Kind["read"] });
      expect(kind.read(RECORD)).to.have.property("problem");
    });
  }
});
