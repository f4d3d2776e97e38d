import type { Readable, Writable } from "node:stream";
import { isObject } from "../text/is-object.ts";

/** A browser's DevTools protocol over two pipes: each message is JSON and ends with NUL. */
export interface DevTools {
  /** Calls a method and answers its result. @throws where the browser refuses it, or is gone. */
  call(
    method: string,
    params?: Readonly<Record<string, unknown>>,
    session?: string,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Resolves when an event of this name comes next. */
  next(event: string): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

export const devTools = (commands: Writable, answers: Readable): DevTools => {
  const calls = new Map<number, Waiting>();
  const events = new Map<string, Waiting[]>();
  let last = 0;
  let isOver = false;
  let rest = "";
  const take = (text: string): void => {
    const message: unknown = JSON.parse(text);
    if (!isObject(message)) return;
    const { id, method, result, error } = message;
    if (typeof id === "number") {
      const call = calls.get(id);
      calls.delete(id);
      if (isObject(result)) call?.resolve(result);
      else call?.reject(new Error(JSON.stringify(error)));
    }
    if (typeof method === "string") {
      const waiting = events.get(method) ?? [];
      events.delete(method);
      for (const one of waiting) one.resolve({});
    }
  };
  const end = (): void => {
    isOver = true;
    for (const one of [...calls.values(), ...[...events.values()].flat()])
      one.reject(new Error("the browser is gone"));
  };
  answers.setEncoding("utf8");
  answers.on("data", (chunk: string) => {
    const [first = "", ...more] = chunk.split("\0");
    rest += first;
    for (const part of more) {
      take(rest);
      rest = part;
    }
  });
  answers.on("close", end).on("error", end);
  commands.on("error", end);
  return {
    call: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        if (isOver) {
          reject(new Error("the browser is gone"));
          return;
        }
        last += 1;
        calls.set(last, { resolve, reject });
        commands.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
      }),
    next: (event) =>
      new Promise((resolve, reject) => {
        events.set(event, [...(events.get(event) ?? []), { resolve: () => resolve(), reject }]);
      }),
  };
};
