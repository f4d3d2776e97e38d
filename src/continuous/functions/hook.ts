import { answerHook, type HookAnswer } from "../hook.ts";
import { configuration } from "./configuration.ts";

/** A Lambda Hook of CloudFormation for the targets STACK and CHANGE_SET. */
export const hook = (event: unknown): Promise<HookAnswer> =>
  answerHook(event, { config: configuration, now: new Date().toISOString(), fetch: fetchText });

/** Milliseconds; CloudFormation waits 30 seconds for the whole answer. */
const FETCH_WITHIN = 10_000;
/** In bytes: a template has at most 1 MB, and a payload two of them and what a change set changes. */
const LARGEST_PAYLOAD = 16_000_000;

/** The hosts of loopback are for tests; nothing that is fetched is ever shown. */
const fetchText = async (url: string): Promise<string> => {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && hostname !== "127.0.0.1")
    throw new Error("the payload's URL is not one of https");
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_WITHIN), redirect: "error" });
  if (!answer.ok) throw new Error(`the payload could not be fetched: status ${answer.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > LARGEST_PAYLOAD) throw new Error(`the payload has more than ${LARGEST_PAYLOAD} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};
