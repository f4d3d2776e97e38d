import { ACCOUNT, REGION } from "./emulated.ts";

export const RULE = "ses-exposure";
export const TOKEN = "a-token/of+AWS=Config";

/** What AWS Config hands to a periodic custom rule. */
export const ruleEvent = (
  more: Readonly<Record<string, unknown>> = {},
  invoking: Readonly<Record<string, unknown>> = {},
): object => ({
  version: "1.0",
  invokingEvent: JSON.stringify({
    awsAccountId: ACCOUNT,
    notificationCreationTime: "2026-11-30T12:00:00.500Z",
    messageType: "ScheduledNotification",
    recordVersion: "1.0",
    ...invoking,
  }),
  ruleParameters: "{}",
  resultToken: TOKEN,
  eventLeftScope: false,
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/config`,
  configRuleArn: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-0123ab`,
  configRuleName: RULE,
  configRuleId: "config-rule-0123ab",
  accountId: ACCOUNT,
  ...more,
});
