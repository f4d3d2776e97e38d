import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { oscal } from "../../src/exporters/oscal/oscal.ts";
import { awsScopeId } from "../../src/model/scope.ts";
import { aCoverage, aRun, aRule, stream } from "../support/findings.ts";
import { emptyEstate, estate, FINDINGS } from "./html/estate.ts";
import { hostileEstate, PAYLOADS } from "./html/hostile.ts";

/** NIST's schema is not part of this project; where it lies beside the checkout it is used. */
const SCHEMA = new URL("../../../shared/schemas/oscal-assessment-results-1.2.1.json", import.meta.url);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const written = (records: ReturnType<typeof estate>): string => {
  const take = oscal.open({});
  return records
    .flatMap((record) => [...take(record)])
    .map((piece) => piece.text)
    .join("");
};

interface Result {
  readonly observations?: readonly {
    readonly uuid: string;
    readonly subjects: readonly { readonly "subject-uuid": string }[];
  }[];
  readonly risks?: readonly { readonly uuid: string; readonly status: string; readonly deadline?: string }[];
  readonly findings?: readonly {
    readonly title: string;
    readonly target: { readonly "target-id": string; readonly status: { readonly state: string } };
    readonly "related-observations"?: readonly { readonly "observation-uuid": string }[];
    readonly "related-risks"?: readonly { readonly "risk-uuid": string }[];
  }[];
  readonly "local-definitions": { readonly "inventory-items"?: readonly { readonly uuid: string }[] };
  readonly "assessment-log"?: { readonly entries: readonly { readonly title: string }[] };
}

const resultOf = (text: string): Result => {
  const document = JSON.parse(text) as {
    readonly "assessment-results": { readonly results: readonly [Result] };
  };
  return document["assessment-results"].results[0];
};

/** Every value of the document, with its member's name. */
const values = (text: string): readonly (readonly [name: string, value: unknown])[] => {
  const seen: (readonly [string, unknown])[] = [];
  JSON.parse(text, (name: string, value: unknown) => {
    seen.push([name, value]);
    return value;
  });
  return seen;
};

const estates: readonly (readonly [string, ReturnType<typeof estate>])[] = [
  ["an estate with every state", estate()],
  ["an empty estate", emptyEstate()],
  [
    "an input that was not collected",
    stream([], {
      run: aRun({ startedAt: null, caller: null }),
      coverage: [aCoverage(awsScopeId("111122223333", "us-east-1", "ses"))],
      summary: { finishedAt: null },
    }),
  ],
  ["a hostile estate", hostileEstate(PAYLOADS.join(" "))],
];

describe("oscal", () => {
  for (const [name, records] of estates) {
    it(`${name}: valid against NIST's schema`, function () {
      if (!existsSync(SCHEMA)) this.skip();
      const ajv = new Ajv({ strict: false, allErrors: true });
      addFormatsModule.default(ajv);
      const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);
      validate(JSON.parse(written(records)));
      expect(
        validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`) ?? [],
      ).to.deep.equal([]);
    }).timeout(20_000);

    it(`${name}: version 5 UUIDs, no empty array, no blank at an edge`, () => {
      for (const [member, value] of values(written(records))) {
        if (member === "uuid" || member.endsWith("-uuid")) expect(value, member).to.match(UUID);
        if (Array.isArray(value)) expect(value.length, member).to.be.greaterThan(0);
        if (typeof value === "string") expect(value, member).to.match(/^\S/);
      }
    });
  }

  it("has an observation for each finding, whose subject is in the inventory", () => {
    const result = resultOf(written(estate()));
    expect(result.observations).to.have.length(FINDINGS.length);
    const items = new Set(result["local-definitions"]["inventory-items"]?.map(({ uuid }) => uuid));
    for (const { subjects } of result.observations ?? [])
      expect(items.has(subjects[0]?.["subject-uuid"] ?? "")).to.equal(true);
  });

  it("has a finding for each control that something decides, by the roll-up", () => {
    const { findings = [], observations = [], risks = [] } = resultOf(written(estate()));
    expect(findings.map(({ target }) => [target["target-id"], target.status.state])).to.deep.equal([
      ["ac-3_obj", "not-satisfied"],
      ["sc-8_obj", "not-satisfied"],
    ]);
    const seen = new Set([...observations, ...risks].map(({ uuid }) => uuid));
    for (const finding of findings) {
      for (const related of finding["related-observations"] ?? [])
        expect(seen.has(related["observation-uuid"])).to.equal(true);
      for (const related of finding["related-risks"] ?? [])
        expect(seen.has(related["risk-uuid"])).to.equal(true);
    }
  });

  it("an accepted failure is a deviation with a deadline, an open one is a risk", () => {
    const { risks = [] } = resultOf(written(estate()));
    expect(risks.map(({ status }) => status).sort()).to.deep.equal([
      "deviation-approved",
      "open",
      "open",
      "open",
    ]);
    expect(risks.find(({ status }) => status === "deviation-approved")?.deadline).to.equal(
      "2026-12-31T23:59:59.000Z",
    );
  });

  it("a scope that could not be read is in the log", () => {
    const entries = resultOf(written(estate()))["assessment-log"]?.entries ?? [];
    expect(entries.map(({ title }) => title)).to.include("aws/444455556666/ap-southeast-2/ses: unread");
  });

  it("is refused where no rule speaks to a control, since OSCAL could only say that all were reviewed", () => {
    const unmapped = stream([], { run: aRun({}, [aRule({ compliance: [] })]) });
    expect(() => written(unmapped)).to.throw(/nothing to say/);
  });

  it("gives the same bytes for the same stream", () => {
    expect(written(estate())).to.equal(written(estate()));
  });
});
