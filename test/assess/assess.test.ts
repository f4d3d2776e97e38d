import { expect } from "chai";
import { assess, type AssessOptions } from "../../src/assess/assess.ts";
import type { ActiveRule } from "../../src/assess/judge.ts";
import type { Finding } from "../../src/model/finding.ts";
import { defineKind } from "../../src/model/kind.ts";
import type { Fact } from "../../src/model/fact.ts";
import type { PolicyDocument, Resource } from "../../src/model/resource.ts";
import type { Coverage, ResultsRecord, Summary } from "../../src/model/results.ts";
import { defineRule, type RuleMeta } from "../../src/model/rule.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { assembled } from "../../src/results/read.ts";
import { collected, streamed } from "../support/collected.ts";
import { aRule } from "../support/findings.ts";

interface Door extends Resource {
  readonly kind: "test.door";
  readonly policies: Fact<readonly PolicyDocument[]>;
  readonly tags: Fact<Readonly<Record<string, string>>>;
}

const DOOR = defineKind<Door>({
  kind: "test.door",
  service: "ses",
  title: "door",
  facts: { policies: [] },
  permissions: [],
  read: (record) =>
    typeof record["name"] === "string"
      ? ({
          owner: "111122223333",
          collectedAt: null,
          ...record,
          name: record["name"],
        } as unknown as Door)
      : { problem: "the door has no name" },
  documents: ({ policies }) => (Array.isArray(policies) ? policies : []),
  tags: ({ tags }) => tags,
});

const meta = (id: string): RuleMeta => ({ ...aRule({ id }), id, service: "ses", resourceKind: "test.door" });

const verdictOf = (policies: readonly PolicyDocument[]): Verdict => {
  const open = policies.filter(({ document }) => document.includes("open"));
  const [first, ...rest] = open.map(({ name, document }) => ({ document: name, canonical: document }));
  return first === undefined
    ? { status: "SUCCESS", message: "shut", evidence: [] }
    : {
        status: "FAILURE",
        message: "open",
        evidence: [{ document: first.document, at: "/a/b", role: "grants", says: "it is open" }],
        faults: [first, ...rest],
      };
};

const OPEN_DOORS: ActiveRule = {
  rule: defineRule<Door, "policies">({
    meta: meta("TST-001"),
    kind: "test.door",
    needs: ["policies"],
    judge: ({ policies }) => verdictOf(policies),
  }),
  riskLevel: "HIGH",
  settings: {},
  foreign: false,
};

const OPTIONS: AssessOptions = {
  tool: { name: "postern", version: "0.0.0" },
  now: "2026-11-23T16:00:00.000Z",
  rules: [OPEN_DOORS],
  kinds: [DOOR],
  trust: OWNER_ONLY,
  exceptions: [],
  baseline: null,
  configuration: null,
  disabledRules: [],
  plugins: [],
};

const SCOPE = "aws/111122223333/us-east-1/ses";
const REFUSAL = { operation: "ListDoors", code: "AccessDenied", message: "no", attempts: 1 };
const HEAD: SnapshotRecord = {
  kind: "snapshot",
  version: 1,
  startedAt: "2026-11-23T15:00:00Z",
  tool: "postern 0.0.0",
  caller: { account: "111122223333", arn: "arn:aws:iam::111122223333:user/me" },
  parameters: {},
};
const END: SnapshotRecord = { kind: "end", finishedAt: "2026-11-23T15:10:00Z" };
const door = (name: string, document: string | null, more: object = {}): SnapshotRecord => ({
  kind: "test.door",
  scope: SCOPE,
  id: `arn:door:${name}`,
  name,
  policies: document === null ? { unread: REFUSAL } : [{ name: "p", document }],
  ...more,
});
const closed = (listed: number, more: object = {}): SnapshotRecord => ({
  kind: "scope",
  id: SCOPE,
  status: "complete",
  listed,
  ...more,
});

const run = (
  records: readonly SnapshotRecord[],
  options: Partial<AssessOptions> = {},
): Promise<readonly ResultsRecord[]> => collected(assess(streamed(records), { ...OPTIONS, ...options }));
const findings = (records: readonly ResultsRecord[]): readonly Finding[] =>
  records.filter((record): record is Finding => record.kind === "finding");
const coverage = (records: readonly ResultsRecord[]): Coverage =>
  records.find((record): record is Coverage => record.kind === "coverage") ?? expect.fail("no coverage");
const summary = (records: readonly ResultsRecord[]): Summary =>
  records.find((record): record is Summary => record.kind === "summary") ?? expect.fail("no summary");

const baselineOf = async (...records: readonly SnapshotRecord[]) =>
  assembled(await run([HEAD, ...records, END], { now: "2026-11-01T00:00:00.000Z" }), "baseline");

/** A rule that says whom it lets in. */
const letting = (allowedTo: string): readonly ActiveRule[] => [
  {
    ...OPEN_DOORS,
    rule: defineRule<Door, "policies">({
      meta: meta("TST-001"),
      kind: "test.door",
      needs: ["policies"],
      judge: ({ policies }) => ({ ...verdictOf(policies), data: { allowedTo } }),
    }),
  },
];

describe("assess", () => {
  it("yields run, findings, coverage and summary in order", async () => {
    const records = await run([HEAD, door("a", "open"), door("b", "shut"), closed(2), END]);
    expect(records.map(({ kind }) => kind)).to.deep.equal([
      "run",
      "finding",
      "finding",
      "coverage",
      "summary",
    ]);
    expect(findings(records).map(({ status }) => status)).to.deep.equal(["FAILURE", "SUCCESS"]);
    expect(findings(records)[0]?.id).to.equal("ccc:111122223333:TST-001:ses:us-east-1:a");
    expect(summary(records)).to.deep.include({ complete: true, resources: 2 });
  });

  it("does not call a rule whose fact was refused or never asked for", async () => {
    const records = await run([
      HEAD,
      door("a", null),
      door("b", "", { policies: undefined }),
      closed(2),
      END,
    ]);
    const [refused, absent, scope] = findings(records);
    expect(refused).to.deep.include({ status: "NOT_EVALUATED", unread: REFUSAL });
    expect(absent?.unread?.code).to.equal("NotAsked");
    expect(scope?.resource).to.deep.include({
      kind: "aws.scope",
      account: "111122223333",
      region: "us-east-1",
    });
    expect(coverage(records)).to.deep.include({ status: "partial", listed: 2, read: 1, unread: 1 });
    expect(summary(records).complete).to.equal(false);
  });

  it("says an unread scope once for each rule", async () => {
    const records = await run([HEAD, closed(0, { status: "unread", unread: REFUSAL }), END]);
    expect(findings(records).map(({ resource, status }) => [resource.kind, status])).to.deep.equal([
      ["aws.scope", "NOT_EVALUATED"],
    ]);
    expect(summary(records).incomplete).to.deep.equal([`${SCOPE} is unread (ListDoors: AccessDenied)`]);
  });

  it("counts resources that were listed and never came as unread", async () => {
    const records = await run([HEAD, door("a", "shut"), closed(3), END]);
    expect(coverage(records)).to.deep.include({ status: "partial", listed: 3, read: 1, unread: 2 });
  });

  it("takes a scope without its closing line, and a snapshot without its end, for partial", async () => {
    const records = await run([HEAD, door("a", "shut")]);
    expect(coverage(records)).to.deep.include({ status: "partial", read: 1 });
    expect(summary(records).incomplete[0]).to.match(/cut off/);
  });

  it("does not evaluate a record that its kind cannot read, or that no kind knows", async () => {
    const unknown = { ...door("x", "open"), kind: "test.window" } as SnapshotRecord;
    const records = await run([HEAD, door("a", "open", { name: 7 }), unknown, closed(2), END]);
    expect(
      findings(records)
        .slice(0, 2)
        .map(({ unread }) => unread?.code),
    ).to.deep.equal(["InvalidRecord", "UnknownKind"]);
    expect(coverage(records)).to.deep.include({ listed: 2, read: 0, unread: 2 });
  });

  it("locates evidence at its nearest ancestor that has a place", async () => {
    const place = { file: "a.tf", startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 };
    const policies = [
      { name: "p", document: "open", places: { "": { ...place, startLine: 1 }, "/a": place } },
    ];
    const [finding] = findings(await run([HEAD, door("a", "", { policies }), closed(1), END]));
    expect(finding?.evidence[0]?.location).to.deep.equal(place);
    expect(finding?.location).to.deep.equal(place);
    expect(finding?.faults[0]?.location).to.deep.equal(place);
  });

  it("makes a plugin that throws, writes to its input or answers nonsense NEEDS_REVIEW, and nothing else", async () => {
    const foreign = (id: string, judge: (resource: Door) => Verdict): ActiveRule => ({
      ...OPEN_DOORS,
      rule: defineRule<Door, "policies">({ meta: meta(id), kind: "test.door", needs: ["policies"], judge }),
      foreign: true,
    });
    const rules = [
      OPEN_DOORS,
      foreign("BAD-001", () => {
        throw new Error("boom");
      }),
      foreign("BAD-002", (resource) => {
        (resource as { name: string }).name = "mine";
        return { status: "SUCCESS", message: "fine", evidence: [] };
      }),
      foreign("BAD-003", () => ({ status: "GREEN", message: "fine", evidence: [] }) as unknown as Verdict),
    ];
    const records = await run([HEAD, door("a", "open"), closed(1), END], { rules });
    expect(findings(records).map(({ ruleId, status }) => `${ruleId} ${status}`)).to.deep.equal([
      "TST-001 FAILURE",
      "BAD-001 NEEDS_REVIEW",
      "BAD-002 NEEDS_REVIEW",
      "BAD-003 NEEDS_REVIEW",
    ]);
    expect(findings(records)[1]?.message).to.include("boom");
    expect(findings(records)[2]?.resource.name).to.equal("a");
  });

  it("is not complete where there is no scope at all", async () => {
    expect(summary(await run([HEAD, END]))).to.deep.include({
      complete: false,
      incomplete: ["Nothing was read: there is no scope."],
    });
  });

  describe("with a baseline", () => {
    it("tells new, unchanged, wider and gone, and keeps the first-seen date", async () => {
      const baseline = await baselineOf(door("a", "open"), door("b", "open"), door("c", "shut"), closed(3));
      const records = await run(
        [HEAD, door("a", "open"), door("b", "open wide"), door("d", "open"), closed(3), END],
        {
          baseline,
        },
      );
      expect(findings(records).map(({ change }) => change)).to.deep.equal(["unchanged", "new", "new"]);
      expect(findings(records)[0]?.firstSeenAt).to.equal("2026-11-01T00:00:00.000Z");
      expect(records.filter(({ kind }) => kind === "gone")).to.have.length(1);
      expect(summary(records).changes).to.deep.equal({ new: 2, unchanged: 1, reopened: 0, gone: 1 });
    });

    it("calls a failure new that lets somebody in whom the last one did not, by the same statement", async () => {
      const snapshot = [HEAD, door("a", "open"), closed(1), END];
      const changeTo = async (allowedTo: string, before = "account 1, account 2"): Promise<unknown> => {
        const rules = letting(before);
        const baseline = assembled(await run(snapshot, { rules }), "first");
        return findings(await run(snapshot, { rules: letting(allowedTo), baseline }))[0]?.change;
      };
      expect(await changeTo("account 2")).to.equal("unchanged");
      expect(await changeTo("account 2, account 3")).to.equal("new");
      expect(await changeTo("account 3", "everyone")).to.equal("unchanged");
    });

    it("calls a failure reopened only after it had been fixed", async () => {
      const first = await baselineOf(door("a", "open"), door("b", "open"), closed(2));
      const second = assembled(
        await run([HEAD, door("a", "shut"), door("b", null), closed(2), END], { baseline: first }),
        "second",
      );
      const third = await run([HEAD, door("a", "open"), door("b", "open"), closed(2), END], {
        baseline: second,
      });
      expect(findings(third).map(({ change }) => change)).to.deep.equal(["reopened", "unchanged"]);
    });

    it("calls a failure reopened once it is not accepted any more", async () => {
      const exceptions = [
        {
          rule: "TST-001",
          match: { resource: "*" },
          reason: "r",
          approver: "a",
          approvedAt: "2026-11-01",
          expires: "2026-11-22",
          ticket: "T-1",
        },
      ];
      const snapshot = [HEAD, door("a", "open"), closed(1), END];
      const first = assembled(await run(snapshot, { exceptions, now: "2026-11-22T23:59:59.999Z" }), "first");
      const second = assembled(
        await run(snapshot, { exceptions, now: "2026-11-22T23:59:59.999Z", baseline: first }),
        "second",
      );
      const third = await run(snapshot, { exceptions, now: "2026-11-23T00:00:00.000Z", baseline: second });
      expect(second.findings.map(({ change }) => change)).to.deep.equal(["unchanged"]);
      expect(findings(third).map(({ change }) => change)).to.deep.equal(["reopened"]);
    });

    it("remembers the last failure over a scope that could not be read at all", async () => {
      const first = await baselineOf(door("a", "open"), closed(1));
      const refused = [HEAD, closed(0, { status: "unread", unread: REFUSAL }), END];
      const second = await run(refused, { baseline: first });
      expect(coverage(second)).to.deep.include({ status: "unread", listed: 1, unread: 1 });
      const third = await run([HEAD, door("a", "open"), closed(1), END], {
        baseline: assembled(second, "second"),
      });
      expect(findings(third)[0]).to.deep.include({ change: "unchanged" });
    });

    it("does not call gone what a broken listing did not reach, and keeps its last failure", async () => {
      const baseline = await baselineOf(door("a", "open"), door("b", "open"), closed(2));
      const records = await run(
        [HEAD, door("a", "open"), closed(1, { status: "partial", unread: REFUSAL }), END],
        {
          baseline,
        },
      );
      expect(records.filter(({ kind }) => kind === "gone")).to.deep.equal([]);
      const missing = findings(records).find(({ resource }) => resource.name === "b");
      expect(missing).to.deep.include({ status: "NOT_EVALUATED", unread: REFUSAL });
      expect(missing?.lastFailure?.faults).to.have.length(1);
      expect(coverage(records)).to.deep.include({ listed: 2, read: 1, unread: 1 });
    });
  });

  describe("with exceptions", () => {
    const exception = {
      rule: "TST-001",
      match: { resource: "arn:door:a*" },
      reason: "a shop",
      approver: "ciso",
      approvedAt: "2026-01-01",
      expires: "2026-11-23",
      ticket: "SEC-1",
    };
    const accepted = async (more: object, records = [door("a", "open"), closed(1)]) => {
      const results = await run([HEAD, ...records, END], { exceptions: [{ ...exception, ...more }] });
      return {
        finding: findings(results)[0],
        entry: summary(results).exceptions[0],
        summary: summary(results),
      };
    };

    it("keeps the status and counts the finding as accepted on its last day", async () => {
      const { finding, entry, summary: sum } = await accepted({});
      expect(finding).to.deep.include({ status: "FAILURE" });
      expect(finding?.exception?.ticket).to.equal("SEC-1");
      expect(entry?.state).to.equal("applied");
      expect(sum.counts).to.deep.include({ failure: 1, excepted: 1 });
    });

    it("does not apply an expired one, one that matches nothing, or one by unread tags", async () => {
      expect((await accepted({ expires: "2026-11-22" })).entry?.state).to.equal("expired");
      expect((await accepted({ match: { resource: "arn:door:z" } })).entry?.state).to.equal("unused");
      const byTag = await accepted({ match: { tag: { key: "shop" } } });
      expect(byTag.entry?.state).to.equal("tags-unread");
      expect(byTag.finding?.exception).to.equal(null);
    });

    it("bound to a fingerprint, reopens when the grant changes", async () => {
      const bound = (await accepted({})).finding?.faults[0]?.fingerprint ?? "";
      expect((await accepted({ match: { fingerprint: bound } })).entry?.state).to.equal("applied");
      const wider = [door("a", "open wide"), closed(1)];
      expect((await accepted({ match: { fingerprint: bound } }, wider)).entry?.state).to.equal("unused");
    });
  });
});
