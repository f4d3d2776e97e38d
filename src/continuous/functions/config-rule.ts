import { answerConfigRule, type ConfigRuleAnswer } from "../config-rule.ts";
import { configuration } from "./configuration.ts";
import type { FunctionContext } from "./function-context.ts";

/** Milliseconds that are kept back to judge and to put what was read. */
const TO_PUT = 60_000;

/**
 * A periodic custom rule of AWS Config. What the function's time does not suffice to read is not compliant, and says so.
 *
 * @throws an error of one line, which AWS Config shows as a failed evaluation
 */
export const configRule = async (
  event: unknown,
  { getRemainingTimeInMillis }: FunctionContext,
): Promise<ConfigRuleAnswer> => {
  const { AWS_REGION: region = "us-east-1", AWS_ENDPOINT_URL: endpointUrl } = process.env;
  const remaining = getRemainingTimeInMillis();
  const answer = await answerConfigRule(event, {
    config: configuration(),
    region,
    timeout: Math.floor(Math.max(remaining - TO_PUT, remaining / 2)),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  });
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return answer;
};
