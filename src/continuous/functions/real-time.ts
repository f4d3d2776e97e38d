import { answerChange, type ChangeAnswer } from "../real-time.ts";
import { configuration } from "./configuration.ts";
import { pushSettings } from "./push-settings.ts";

/**
 * A rule of EventBridge for the calls of services that CloudTrail records. `POSTERN_PUSH` names what the scheduled push is
 * told: `all`, `archive-resolved` and `suppress-excepted`, with commas between.
 *
 * @throws an error where Lambda has to try again, and at last hand the event to the dead-letter queue
 */
export const realTime = async (event: unknown): Promise<ChangeAnswer> => {
  const { AWS_REGION: region, AWS_ENDPOINT_URL: endpointUrl, POSTERN_PUSH: push = "" } = process.env;
  const answer = await answerChange(event, {
    config: configuration(),
    push: pushSettings(push),
    ...(region === undefined ? {} : { region }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  });
  process.stdout.write(`${answer.identity}: ${answer.outcome}\n`);
  return answer;
};
