import { parentPort, workerData } from "node:worker_threads";
import { judgementsOf } from "./assess/judge-ahead.ts";
import { judgingOf } from "./judging.ts";
import type { ThreadOptions } from "./judging-pool.ts";
import type { ResourceRecord } from "./model/snapshot.ts";

// A thread of the judging pool: it answers each block of resources with what the rules say of them, as JSON, which is handed
// over more quickly than objects.
const { config, ...options } = workerData as ThreadOptions;
const judging = await judgingOf({
  ...options,
  config: config === null ? null : { ...config, where: () => config.name },
});
const context = { ...judging, kinds: new Map(judging.kinds.map((kind) => [kind.kind, kind])) };
parentPort?.on("message", (records: readonly ResourceRecord[]) => {
  const text = JSON.stringify(records.map((record) => judgementsOf(record, context)));
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(text);
});
