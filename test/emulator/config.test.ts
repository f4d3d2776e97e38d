import { expect } from "chai";
import { addConfigRule } from "../../src/emulator/services/config/config.ts";
import type { ConfigRule } from "../../src/emulator/world.ts";
import { emulated, KEY, type Emulated } from "../support/emulated.ts";
import { send } from "../support/signed-request.ts";

const evaluation = (more: object = {}): object => ({
  ComplianceResourceType: "AWS::SES::EmailIdentity",
  ComplianceResourceId: "one",
  ComplianceType: "COMPLIANT",
  OrderingTimestamp: 1_764_504_000,
  ...more,
});

describe("the emulated AWS Config", () => {
  let aws: Emulated;
  let rule: ConfigRule;
  beforeEach(async () => {
    aws = await emulated();
    rule = addConfigRule(aws.region, "rule", "token");
  });
  afterEach(() => aws.emulator.close());

  const call = async (
    operation: string,
    input: object,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
    const { status, text } = await send({
      ...KEY,
      url: aws.emulator.url,
      service: "config",
      body: JSON.stringify(input),
      forge: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `StarlingDoveService.${operation}`,
      },
    });
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  };
  const put = (evaluations: readonly object[], more: object = {}) =>
    call("PutEvaluations", { Evaluations: evaluations, ResultToken: "token", ...more });

  it("keeps what is put by the rule's token, the last of each resource", async () => {
    const annotated = evaluation({ ComplianceType: "NON_COMPLIANT", Annotation: "open" });
    expect((await put([evaluation(), annotated])).body).to.deep.equal({ FailedEvaluations: [] });
    expect([...rule.evaluations.values()]).to.deep.equal([annotated]);
  });

  it("checks a test run and keeps nothing of it, whatever its token", async () => {
    expect((await put([evaluation()], { ResultToken: "TESTMODE", TestMode: true })).status).to.equal(200);
    expect((await put([evaluation({ Annotation: "" })], { TestMode: true })).status).to.equal(400);
    expect(rule.evaluations.size).to.equal(0);
  });

  it("refuses the whole request where one evaluation is beyond its limits", async () => {
    const most = Array.from({ length: 101 }, (_, index) =>
      evaluation({ ComplianceResourceId: String(index) }),
    );
    const refused: readonly (readonly [readonly object[], object, string])[] = [
      [most, {}, "ValidationException"],
      [[evaluation({ Annotation: "a".repeat(257) })], {}, "ValidationException"],
      [[evaluation({ ComplianceResourceId: "i".repeat(769) })], {}, "ValidationException"],
      [[evaluation({ ComplianceResourceType: "" })], {}, "ValidationException"],
      [[evaluation({ OrderingTimestamp: "2026-11-30" })], {}, "ValidationException"],
      [[evaluation({ ComplianceType: "PASSED" })], {}, "ValidationException"],
      [[evaluation({ ComplianceType: "INSUFFICIENT_DATA" })], {}, "InvalidParameterValueException"],
      [[evaluation()], { ResultToken: "another" }, "InvalidResultTokenException"],
      [[evaluation()], { ResultToken: null }, "ValidationException"],
    ];
    for (const [evaluations, more, code] of refused) {
      const { status, body } = await put([...evaluations], more);
      expect({ status, code: body["__type"] }).to.deep.equal({ status: 400, code });
    }
    expect(rule.evaluations.size).to.equal(0);
    expect((await put(most.slice(1))).status).to.equal(200);
    expect(rule.evaluations.size).to.equal(100);
  });

  it("shows them page by page, of the kinds that are asked for", async () => {
    await put(
      ["a", "b", "c"].map((id) =>
        evaluation({ ComplianceResourceId: id, ...(id === "b" ? { ComplianceType: "NOT_APPLICABLE" } : {}) }),
      ),
    );
    const asked = { ConfigRuleName: "rule", ComplianceTypes: ["COMPLIANT"], Limit: 1 };
    const first = await call("GetComplianceDetailsByConfigRule", asked);
    expect(first.body).to.have.nested.property(
      "EvaluationResults[0].EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId",
      "a",
    );
    const second = await call("GetComplianceDetailsByConfigRule", {
      ...asked,
      NextToken: first.body["NextToken"],
    });
    expect(second.body).to.have.nested.property(
      "EvaluationResults[0].EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId",
      "c",
    );
    expect(second.body).not.to.have.property("NextToken");
    for (const [more, code] of [
      [{ ConfigRuleName: "none" }, "NoSuchConfigRuleException"],
      [{ NextToken: "x" }, "InvalidNextTokenException"],
      [{ Limit: 101 }, "InvalidParameterValueException"],
    ] as const)
      expect((await call("GetComplianceDetailsByConfigRule", { ...asked, ...more })).body).to.include({
        __type: code,
      });
  });
});
