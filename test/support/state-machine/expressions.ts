import jsonata from "jsonata";
import { isObject } from "../../../src/text/is-object.ts";
import { failure } from "./failure.ts";

/** What an expression may name: `$states`, and the variables that were assigned. */
export type Bindings = Readonly<Record<string, unknown>>;

const compiled = new Map<string, ReturnType<typeof jsonata>>();

/**
 * Evaluates every text `{% … %}` in a value.
 *
 * @throws States.QueryEvaluationError where one fails, or gives nothing
 */
export const evaluated = async (node: unknown, bindings: Bindings): Promise<unknown> => {
  if (typeof node === "string") return isExpression(node) ? resultOf(node, bindings) : node;
  if (Array.isArray(node)) return Promise.all(node.map((one) => evaluated(one, bindings)));
  if (!isObject(node)) return node;
  const members = await Promise.all(
    Object.entries(node).map(async ([name, one]) => [name, await evaluated(one, bindings)] as const),
  );
  return Object.fromEntries(members);
};

const isExpression = (text: string): boolean => text.startsWith("{%") && text.endsWith("%}");

const resultOf = async (text: string, bindings: Bindings): Promise<unknown> => {
  const source = text.slice(2, -2).trim();
  // Step Functions has no $eval, and no input of the expression as a whole.
  if (/\$eval\b|\$\$|\$(?![A-Za-z_])/.test(source)) throw failure("States.QueryEvaluationError", source);
  try {
    const expression = compiled.get(source) ?? jsonata(source);
    compiled.set(source, expression);
    const result: unknown = await expression.evaluate(undefined, { ...bindings });
    if (result === undefined) throw new Error("it gives nothing");
    // The library marks its lists; what a state hands on is JSON.
    return JSON.parse(JSON.stringify(result)) as unknown;
  } catch (error) {
    throw failure("States.QueryEvaluationError", `${source}: ${messageOf(error)}`);
  }
};

const messageOf = (error: unknown): string =>
  isObject(error) && typeof error["message"] === "string" ? error["message"] : String(error);
