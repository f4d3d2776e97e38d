import { expect } from "chai";
import { pairsOf } from "../../src/difference/pairs.ts";
import type { Resource } from "../../src/model/resource.ts";

const live = (name: string, region = "eu-west-1"): Resource => ({
  kind: "aws.ses.identity",
  id: `arn:aws:ses:${region}:111122223333:identity/${name}`,
  name,
  owner: "111122223333",
  scope: `aws/111122223333/${region}/ses`,
  collectedAt: null,
});
const inCode = (name: string, file: string, region?: string): Resource => ({
  kind: "aws.ses.identity",
  id: `iac:${file}#x`,
  name,
  owner: null,
  scope: "files/./ses",
  collectedAt: null,
  ...(region === undefined ? {} : { region }),
});

const idsOf = (old: readonly Resource[], now: readonly Resource[]): readonly (readonly (string | null)[])[] =>
  pairsOf(old, now).map((pair) => [pair.old?.id ?? null, pair.new?.id ?? null]);

describe("pairsOf", () => {
  it("pairs by id, and lists what one side alone has", () => {
    const [a, b, c] = [live("a.example"), live("b.example"), live("c.example")];
    expect(idsOf([a, b], [b, c])).to.deep.equal([
      [b.id, b.id],
      [a.id, null],
      [null, c.id],
    ]);
  });

  it("knows one whose file was moved, and one that is live and in code", () => {
    const [before, after] = [inCode("a.example", "a.tf"), inCode("a.example", "b.tf")];
    const other = inCode("b.example", "c.tf");
    expect(idsOf([before, other], [after, other])).to.deep.include([before.id, after.id]);
    const [one, two] = [live("a.example"), live("b.example")];
    expect(idsOf([one, two], [after, other])).to.deep.equal([
      [one.id, after.id],
      [two.id, other.id],
    ]);
  });

  it("keeps two regions apart", () => {
    const [here, there] = [live("a.example"), live("a.example", "us-east-1")];
    expect(idsOf([here], [here, there])).to.deep.equal([
      [here.id, here.id],
      [null, there.id],
    ]);
    expect(idsOf([live("x.example"), here], [live("y.example"), there])).to.have.length(4);
  });

  it("takes none where several would do", () => {
    const code = inCode("a.example", "a.tf");
    expect(idsOf([live("a.example"), live("a.example", "us-east-1")], [code])).to.have.length(3);
    expect(idsOf([code], [live("a.example"), live("a.example", "us-east-1")])).to.have.length(3);
    const placed = inCode("a.example", "a.tf", "us-east-1");
    expect(idsOf([live("a.example"), live("a.example", "us-east-1")], [placed])).to.have.length(2);
  });

  it("pairs two that are the only ones, where a file alone names one of them", () => {
    const named = (name: string, file: string): Resource => ({
      ...inCode(name, file),
      id: `iac:${file}#${name}`,
    });
    const [one, two] = [named("old", "p/old.json"), named("new", "p/new.json")];
    const other = inCode("a.example", "main.tf");
    expect(idsOf([one], [two])).to.deep.equal([[one.id, two.id]]);
    expect(idsOf([other], [two])).to.deep.equal([[other.id, two.id]]);
    expect(idsOf([named("stdin", "-")], [other])).to.deep.equal([["iac:-#stdin", other.id]]);
  });

  it("keeps two apart that are the only ones, and have names of their own", () => {
    const [one, two] = [inCode("a.example", "main.tf"), inCode("b.example", "main.tf")];
    expect(idsOf([{ ...one, id: "iac:main.tf#p" }], [{ ...two, id: "iac:main.tf#q" }])).to.have.length(2);
  });
});
