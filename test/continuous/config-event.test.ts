import { expect } from "chai";
import { ruleCall } from "../../src/continuous/config-event.ts";
import { RULE, ruleEvent, TOKEN } from "../support/config-rule-event.ts";
import { ACCOUNT } from "../support/emulated.ts";

const messageOf = (event: unknown): string => {
  try {
    ruleCall(event);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return expect.fail("the event was taken");
};

describe("ruleCall", () => {
  it("takes from the event which rule is called, when, and where it is to look", () => {
    expect(ruleCall(ruleEvent())).to.deep.equal({
      account: ACCOUNT,
      name: RULE,
      token: TOKEN,
      isTest: false,
      at: "2026-11-30T12:00:00.500Z",
      regions: [],
    });
    const ruleParameters = JSON.stringify({ regions: "us-east-1, eu-west-1,us-east-1" });
    expect(ruleCall(ruleEvent({ ruleParameters })).regions).to.deep.equal(["eu-west-1", "us-east-1"]);
    for (const none of [undefined, "", '{"regions":""}'])
      expect(ruleCall(ruleEvent({ ruleParameters: none })).regions).to.deep.equal([]);
    expect(ruleCall(ruleEvent({ resultToken: "TESTMODE" })).isTest).to.equal(true);
  });

  it("says in one line what an event lacks", () => {
    const events: readonly (readonly [unknown, RegExp])[] = [
      [null, /it is no object/],
      [[], /it is no object/],
      [{}, /its invokingEvent is missing/],
      [ruleEvent({ invokingEvent: "{" }), /invokingEvent is "\{", and not the text of a JSON object/],
      [ruleEvent({ invokingEvent: {} }), /invokingEvent is \{\}, and not the text/],
      [ruleEvent({}, { messageType: "ConfigurationItemChangeNotification" }), /the rule is a periodic one/],
      [ruleEvent({}, { messageType: undefined }), /its messageType is missing/],
      [ruleEvent({}, { notificationCreationTime: "today\n" }), /its notificationCreationTime is "today/],
      [ruleEvent({}, { notificationCreationTime: "2026-19-39T99:99:99Z" }), /notificationCreationTime is/],
      [ruleEvent({ resultToken: "" }), /its resultToken is ""/],
      [ruleEvent({ resultToken: undefined }), /its resultToken is missing/],
      [ruleEvent({ accountId: "1" }), /its accountId is "1"/],
      [ruleEvent({ configRuleName: 7 }), /its configRuleName is 7/],
      [ruleEvent({ ruleParameters: "[]" }), /its ruleParameters is/],
      [ruleEvent({ ruleParameters: '{"region":"eu-west-1"}' }), /ruleParameters have "region", and can have/],
      [ruleEvent({ ruleParameters: '{"regions":["eu-west-1"]}' }), /its regions are/],
    ];
    for (const [event, says] of events) {
      expect(messageOf(event)).to.match(says);
      expect(messageOf(event)).to.match(/^[\x20-\x7e]+$/);
    }
  });
});
