import { Readable } from "node:stream";
import { tooLarge } from "./limits.ts";

/**
 * All bytes of an answer's body, so that whoever reads it waits for nothing and no more than the limit is ever held.
 *
 * @throws an error where the body is larger than the limit, was cut off, or the signal aborts.
 */
export const wholeAnswer = async (body: unknown, largest: number, signal: AbortSignal): Promise<unknown> => {
  if (!(body instanceof Readable)) return body;
  const chunks: Buffer[] = [];
  let length = 0;
  const stop = (): void => void body.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > largest) throw tooLarge(largest);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener("abort", stop);
    body.destroy();
  }
};
