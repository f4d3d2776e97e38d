import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { analyze } from "../../src/analyze.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Place, PolicyDocument } from "../../src/model/resource.ts";
import type { Coverage } from "../../src/model/results.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../src/model/snapshot.ts";
import type { Exposure } from "../../src/policy/question.ts";
import { FIXTURES } from "./analyze.ts";

interface Expected {
  /** A file or a folder of the fixtures. */
  readonly case: string;
  /** Of the scope; `complete` where it is not given. */
  readonly status?: string;
  readonly arn?: string;
  readonly notUnderstood?: readonly string[];
  /** The place of an open grant, or of the expression that could not be resolved. */
  readonly findings: readonly {
    readonly identity: string;
    readonly exposure: Exposure;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

const CASES = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8")) as readonly Expected[];

const STATUS: Readonly<Record<Exposure, Finding["status"]>> = {
  exposed: "FAILURE",
  undecided: "NEEDS_REVIEW",
  invalid: "NEEDS_REVIEW",
  "cross-account": "SUCCESS",
  restricted: "SUCCESS",
  private: "SUCCESS",
};

interface Judged {
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly resources: readonly ResourceRecord[];
}

/** Judges a case as the command line does. */
const judge = async (path: string): Promise<Judged> => {
  const findings: Finding[] = [];
  const coverage: Coverage[] = [];
  const resources: ResourceRecord[] = [];
  const through = async function* (records: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord> {
    for await (const record of records) {
      if (isResourceRecord(record)) resources.push(record);
      yield record;
    }
  };
  const paths = [join(FIXTURES, path)];
  for await (const record of analyze({ paths, cwd: process.cwd(), now: "2026-11-24T00:00:00Z", through })) {
    if (record.kind === "finding" && record.ruleId === "SES-003" && record.status !== "NOT_EVALUATED")
      findings.push(record);
    if (record.kind === "coverage") coverage.push(record);
  }
  return { findings, coverage, resources };
};

/** Where a reader is led: to the open grant, or to the first expression that could not be resolved. */
const placeOf = (finding: Finding, resources: readonly ResourceRecord[]): Place | null => {
  if (finding.status === "FAILURE") return finding.location;
  const record = resources.find(({ id }) => id === finding.resource.id);
  const policies = (record?.["policies"] ?? []) as readonly PolicyDocument[];
  return policies.flatMap(({ unresolved = [] }) => unresolved)[0]?.place ?? null;
};

const sorted = (list: readonly object[]): readonly string[] =>
  list.map((one) => JSON.stringify(one)).toSorted();

describe("corpus of source code", () => {
  it("has the cases that it promises", () => {
    expect(CASES.length).to.be.at.least(60);
    expect(
      CASES.flatMap(({ findings }) => findings).filter(({ line }) => line !== undefined).length,
    ).to.be.at.least(40);
  });

  for (const expected of CASES) {
    it(expected.case, async () => {
      const { findings, coverage, resources } = await judge(expected.case);
      const wanted = (identity: string): boolean =>
        expected.findings.find((one) => one.identity === identity)?.line !== undefined;
      expect(
        sorted(
          findings.map((finding) => {
            const place = wanted(finding.resource.name) ? placeOf(finding, resources) : null;
            return {
              identity: finding.resource.name,
              exposure: finding.data["exposure"],
              status: finding.status,
              ...(place !== null && { file: place.file, line: place.startLine, column: place.startColumn }),
            };
          }),
        ),
      ).to.deep.equal(
        sorted(
          expected.findings.map(({ identity, exposure, file, line, column }) => ({
            identity,
            exposure,
            status: STATUS[exposure],
            ...(file !== undefined && { file: `test/fixtures/iac/${file}`, line, column }),
          })),
        ),
      );
      expect(coverage.map(({ status, listed }) => [status, listed])).to.deep.equal([
        [expected.status ?? "complete", expected.findings.length],
      ]);
      const open = coverage.flatMap(({ files }) => files).filter(({ status }) => status === "not-understood");
      expect(open.map(({ path }) => path)).to.deep.equal(
        (expected.notUnderstood ?? []).map((path) => `test/fixtures/iac/${path}`),
      );
      if (expected.arn !== undefined)
        expect(resources.map((record) => record["arn"])).to.deep.equal([expected.arn]);
    });
  }
});
