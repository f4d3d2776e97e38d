import { expect } from "chai";
import { isProblem, type Problem } from "../../src/model/problem.ts";

/** Everything that a stream yields. */
export const collected = async <T>(stream: AsyncIterable<T> | Iterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
};

/** The problem that a piece of work throws; fails where it throws none. */
export const problemIn = async (work: () => Promise<unknown>): Promise<Problem> => {
  try {
    await work();
  } catch (error) {
    if (isProblem(error)) return error.problem;
    throw error;
  }
  return expect.fail("no problem was thrown");
};

export async function* streamed<T>(items: readonly T[]): AsyncIterable<T> {
  await Promise.resolve();
  yield* items;
}
