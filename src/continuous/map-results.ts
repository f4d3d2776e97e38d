import { problem } from "../model/problem.ts";
import { isObject } from "../text/is-object.ts";
import { lines } from "../text/lines.ts";
import { isKey } from "./keys.ts";
import { bytesOf, type ObjectStore } from "./object-store.ts";
import { isShard, RUN_VERSION, type FailedShard } from "./run.ts";

/** In UTF-16 units. What one execution of a shard has told is below the 256 KiB that a state may hand on. */
const LONGEST_LINE = 1_000_000;
/** Of a failure's cause: a summary has to stay below 1 KB. */
const LONGEST_CAUSE = 300;

/**
 * What the executions of a Distributed Map have told, as its ResultWriter has written it with the transformation FLATTEN and
 * the output type JSONL: outcomes of shards, a line each; an execution that failed has a line with its input and its error.
 *
 * Source: AWS Step Functions developer guide, "ResultWriter (Map)".
 *
 * @param key of the manifest of the map run
 * @throws an input problem where it is none, or names a file that is not there
 */
export async function* mapResults(store: ObjectStore, key: string): AsyncIterable<unknown> {
  for (const file of await filesIn(store, key)) {
    const object = await store.get(file);
    if (object === null) throw foreign(store, key, `names ${file}, which is missing`);
    const decoder = new TextDecoder();
    const texts = async function* (): AsyncIterable<string> {
      for await (const chunk of object.bytes) yield decoder.decode(chunk, { stream: true });
    };
    for await (const { text } of lines(texts(), LONGEST_LINE)) yield* outcomesIn(parsed(text));
  }
}

const filesIn = async (store: ObjectStore, key: string): Promise<readonly string[]> => {
  const object = isKey(key) ? await store.get(key) : null;
  if (object === null) throw foreign(store, key, "is missing");
  const value = parsed((await bytesOf(object)).toString());
  const lists = isObject(value) ? value["ResultFiles"] : undefined;
  if (!isObject(lists)) throw foreign(store, key, "names no ResultFiles");
  return ["SUCCEEDED", "FAILED"].flatMap((status) => {
    const files: unknown = lists[status];
    if (!Array.isArray(files)) throw foreign(store, key, `names no files of ${status}`);
    return files.map((file: unknown) => {
      const name: unknown = isObject(file) ? file["Key"] : undefined;
      if (typeof name === "string" && isKey(name)) return name;
      throw foreign(store, key, `names a file of ${status} without its key`);
    });
  });
};

const foreign = ({ name }: ObjectStore, key: string, says: string): Error =>
  problem({
    what: `the manifest of the map run ${says}`,
    where: `${name}/${key}`,
    todo: "Check that the state machine is the one of this version.",
    kind: "input",
  });

const outcomesIn = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  const failed = failedExecution(value);
  return failed === null ? [value] : [failed];
};

/** An execution of a shard that failed as a whole: its line has no output, and the input that it was started with. */
const failedExecution = (value: unknown): FailedShard | null => {
  if (!isObject(value) || typeof value["Input"] !== "string" || typeof value["Status"] !== "string")
    return null;
  const input = parsed(value["Input"]);
  const shard = isObject(input) ? input["shard"] : undefined;
  if (!isShard(shard)) return null;
  const { run, scope, part } = shard;
  const [error, cause] = [value["Error"], value["Cause"]];
  return {
    kind: "failed",
    version: RUN_VERSION,
    run,
    scope,
    part,
    error: typeof error === "string" ? error.slice(0, LONGEST_CAUSE) : value["Status"],
    cause: typeof cause === "string" ? cause.slice(0, LONGEST_CAUSE) : "",
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};
