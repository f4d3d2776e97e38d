import type { PushOptions } from "../../deliver/security-hub/push.ts";
import { answerChange, type ChangeAnswer } from "../real-time.ts";
import { configuration } from "./configuration.ts";

/**
 * A rule of EventBridge for the calls of Amazon SES that CloudTrail records. `POSTERN_PUSH` names what the scheduled push is
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

type Settings = Pick<PushOptions, "all" | "archiveResolved" | "suppressExcepted">;

const SETTINGS: ReadonlyMap<string, Settings> = new Map([
  ["all", { all: true }],
  ["archive-resolved", { archiveResolved: true }],
  ["suppress-excepted", { suppressExcepted: true }],
]);

const pushSettings = (text: string): Settings => {
  const names = text.split(",").map((name) => name.trim());
  return names.reduce<Settings>((chosen, name) => {
    const found = name === "" ? {} : SETTINGS.get(name);
    if (found !== undefined) return { ...chosen, ...found };
    throw new Error(`POSTERN_PUSH takes ${[...SETTINGS.keys()].join(", ")}, and not ${JSON.stringify(name)}`);
  }, {});
};
