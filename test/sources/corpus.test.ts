import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place, PolicyDocument } from "../../src/model/resource.ts";
import type { Known } from "../../src/model/rule.ts";
import { isResourceRecord, type ResourceRecord, type ScopeRecord } from "../../src/model/snapshot.ts";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import type { Exposure } from "../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../src/resources/ses-actions.ts";
import { SES_KIND } from "../../src/resources/ses.ts";
import { identityQuestion } from "../../src/resources/ses-question.ts";
import type { SesIdentity } from "../../src/resources/ses-identity.ts";
import { analyze, FIXTURES } from "./analyze.ts";

interface Expected {
  readonly case: string;
  readonly status?: string;
  readonly arn?: string;
  readonly notUnderstood?: readonly string[];
  readonly findings: readonly {
    readonly identity: string;
    readonly exposure: Exposure;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

const CASES = JSON.parse(readFileSync(join(FIXTURES, "expected.json"), "utf8")) as readonly Expected[];

const policiesOf = (record: ResourceRecord): readonly PolicyDocument[] =>
  record["policies"] as readonly PolicyDocument[];

const exposureOf = (record: ResourceRecord): Exposure => {
  const identity = SES_KIND.read(record);
  if ("problem" in identity) throw new Error(identity.problem);
  return decideExposure(
    identityQuestion(identity as Known<SesIdentity, "policies">, SENDING_ACTIONS, {
      now: "2026-11-24T00:00:00Z",
      trust: OWNER_ONLY,
    }),
  ).exposure;
};

/** The pointer of the first wildcard below a Principal. */
const wildcard = (value: unknown, at = "", inside = false): string | null => {
  if (value === "*") return inside ? at : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const found = wildcard(member, `${at}/${name}`, inside || name === "Principal");
    if (found !== null) return found;
  }
  return null;
};

/** Where a reader is led: the wildcard of an open grant, or the first expression that could not be resolved. */
const placeOf = (record: ResourceRecord, exposure: Exposure): Place | undefined => {
  for (const { document, places = {}, unresolved = [] } of policiesOf(record)) {
    if (exposure === "undecided" && unresolved[0] !== undefined) return unresolved[0].place;
    const pointer = exposure === "exposed" ? wildcard(JSON.parse(document)) : null;
    if (pointer !== null && places[pointer] !== undefined) return places[pointer];
  }
  return undefined;
};

const sorted = (list: readonly object[]): readonly string[] =>
  list.map((one) => JSON.stringify(one)).toSorted();

describe("corpus of source code", () => {
  it("has the cases that it promises", () => {
    expect(CASES.length).to.be.at.least(60);
    expect(CASES.flatMap(({ findings }) => findings).length).to.be.at.least(60);
  });

  for (const expected of CASES) {
    it(expected.case, async () => {
      const records = await analyze([join(FIXTURES, expected.case)]);
      const identities = records.filter(isResourceRecord);
      const scope = records.at(-1) as ScopeRecord;
      const found = identities.map((record) => {
        const exposure = exposureOf(record);
        const wanted = expected.findings.find(({ identity }) => identity === record["name"]);
        const place = wanted?.line === undefined ? undefined : placeOf(record, exposure);
        return {
          identity: record["name"],
          exposure,
          ...(place && { file: place.file, line: place.startLine, column: place.startColumn }),
        };
      });
      expect(sorted(found)).to.deep.equal(
        sorted(
          expected.findings.map(({ identity, exposure, file, line, column }) => ({
            identity,
            exposure,
            ...(file !== undefined && { file: `test/fixtures/iac/${file}`, line, column }),
          })),
        ),
      );
      expect(scope.status).to.equal(expected.status ?? "complete");
      expect(scope.listed).to.equal(expected.findings.length);
      const open = (scope.files ?? []).filter(({ status }) => status === "not-understood");
      expect(open.map(({ path }) => path)).to.deep.equal(
        (expected.notUnderstood ?? []).map((path) => `test/fixtures/iac/${path}`),
      );
      if (expected.arn !== undefined)
        expect(identities.map((record) => record["arn"])).to.deep.equal([expected.arn]);
    });
  }
});
