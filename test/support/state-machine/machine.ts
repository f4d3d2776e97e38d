import { checkFields } from "./fields.ts";
import { evaluated, type Bindings } from "./expressions.ts";
import { failure, isFailure, isNamedBy, type Failure } from "./failure.ts";
import { distributed, type MapState } from "./distributed-map.ts";
import { retried, type Retrier, type Surroundings } from "./retry.ts";

/** The world around a state machine. */
export interface Services extends Surroundings {
  /** Calls a function; throws what its runtime tells of an error. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Null where there is none. */
  readonly getObject: (bucket: string, key: string) => string | null;
  readonly putObject: (bucket: string, key: string, text: string) => void;
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
}

/** How an execution ended. */
export type Ended =
  | { readonly status: "SUCCEEDED"; readonly output: unknown }
  | { readonly status: "FAILED" | "TIMED_OUT"; readonly error: string; readonly cause: string };

/** How it ended, and what AWS would count for it. */
export type Execution = Ended & { readonly transitions: number; readonly children: number };

/** What an execution knows of itself: `$states.context`. */
interface Context {
  readonly Execution: { readonly Id: string; readonly Input: unknown; readonly StartTime: string };
}

type Fields = Readonly<Record<string, unknown>>;

export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

type State = Fields & {
  readonly Type: string;
  readonly Next?: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Output?: unknown;
    readonly Next: string;
  }[];
};

/** In bytes of JSON: what a state may hand on. Source: Step Functions developer guide, "Service quotas". */
const LARGEST = 262_144;

/** Carries a definition out. Fields that are not known are an error before anything is done. */
export const execute = async (
  definition: unknown,
  input: unknown,
  startTime: string,
  services: Services,
): Promise<Execution> => {
  checkFields(definition);
  const machine = definition as States & { readonly TimeoutSeconds?: number };
  const counted = { transitions: 0, children: 0 };
  const context = { Execution: { Id: "execution", Input: input, StartTime: startTime } };
  const deadline = services.clock() + (machine.TimeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const ended = await carriedOut(machine, input, { context, services, counted, deadline });
  return { ...ended, ...counted };
};

export interface Run {
  readonly context: Context;
  readonly services: Services;
  readonly counted: { transitions: number; children: number };
  /** By the clock of the services. */
  readonly deadline: number;
}

/** Goes from state to state, with variables of its own. */
const carriedOut = async (states: States, input: unknown, run: Run): Promise<Ended> => {
  const variables: Record<string, unknown> = {};
  let at = states.StartAt;
  let value = input;
  try {
    for (;;) {
      const state = states.States[at];
      if (state === undefined) throw failure("States.Runtime", `there is no state ${at}`);
      run.counted.transitions += 1;
      if (run.services.clock() > run.deadline)
        return { status: "TIMED_OUT", error: "States.Timeout", cause: "" };
      const step = await stepOf(state, value, variables, run);
      if (JSON.stringify(step.output).length > LARGEST)
        throw failure("States.DataLimitExceeded", `the output of ${at} is too large`);
      Object.assign(variables, step.assigned);
      if (step.next === null) return { status: "SUCCEEDED", output: step.output };
      at = step.next;
      value = step.output;
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { status: "FAILED", error: error.failure.Error, cause: error.failure.Cause };
  }
};

interface Step {
  readonly output: unknown;
  readonly assigned: Bindings;
  /** Null at the end. */
  readonly next: string | null;
}

const stepOf = async (state: State, input: unknown, variables: Bindings, run: Run): Promise<Step> => {
  const bind = (more: Fields): Bindings => ({
    ...variables,
    states: { input, context: run.context, ...more },
  });
  const inputs = bind({});
  switch (state.Type) {
    case "Pass":
      return goneOn(state, input, inputs);
    case "Succeed":
      return { output: await outputOf(state, input, inputs), assigned: {}, next: null };
    case "Fail": {
      const { Error: name, Cause: cause } = (await evaluated(
        { Error: state["Error"], Cause: state["Cause"] ?? "" },
        inputs,
      )) as {
        readonly Error: string;
        readonly Cause: string;
      };
      throw failure(name, cause);
    }
    case "Choice":
      return chosen(state, input, inputs);
    default:
      try {
        const result = await retried(
          state.Retry ?? [],
          () =>
            state.Type === "Task"
              ? called(state, inputs, run)
              : distributed(state as unknown as MapState, inputs, run, carriedOut),
          run.services,
        );
        return await goneOn(state, result, bind({ result }));
      } catch (error) {
        if (!isFailure(error)) throw error;
        return caught(state, error, bind({ errorOutput: error.failure }));
      }
  }
};

const outputOf = (state: State, otherwise: unknown, bindings: Bindings): Promise<unknown> =>
  "Output" in state ? evaluated(state["Output"], bindings) : Promise.resolve(otherwise);

const goneOn = async (state: State, result: unknown, bindings: Bindings): Promise<Step> => {
  if (state.Next === undefined && state["End"] !== true)
    throw failure("States.Runtime", "there is no next state");
  return {
    output: await outputOf(state, result, bindings),
    assigned: (await evaluated(state["Assign"] ?? {}, bindings)) as Bindings,
    next: state.Next ?? null,
  };
};

const chosen = async (state: State, input: unknown, bindings: Bindings): Promise<Step> => {
  const choices = state["Choices"] as readonly (Fields & {
    readonly Condition: string;
    readonly Next: string;
  })[];
  for (const choice of choices) {
    const holds = await evaluated(choice.Condition, bindings);
    if (typeof holds !== "boolean")
      throw failure("States.QueryEvaluationError", `${choice.Condition} is neither true nor false`);
    if (!holds) continue;
    const output = "Output" in choice ? await evaluated(choice["Output"], bindings) : input;
    return { output, assigned: {}, next: choice.Next };
  }
  const otherwise = state["Default"];
  if (typeof otherwise !== "string") throw failure("States.NoChoiceMatched", "no choice holds");
  return { output: input, assigned: {}, next: otherwise };
};

const caught = async (state: State, error: Failure, bindings: Bindings): Promise<Step> => {
  const catcher = state.Catch?.find(({ ErrorEquals }) => isNamedBy(ErrorEquals, error));
  if (catcher === undefined) throw error;
  const output = catcher.Output === undefined ? error.failure : await evaluated(catcher.Output, bindings);
  return { output, assigned: {}, next: catcher.Next };
};

/** The answer of `lambda:invoke`, or the error that Step Functions makes of a function's. */
const called = async (state: State, bindings: Bindings, { services }: Run): Promise<unknown> => {
  const { FunctionName, Payload } = (await evaluated(state["Arguments"], bindings)) as {
    readonly FunctionName: string;
    readonly Payload: unknown;
  };
  const seconds = state["TimeoutSeconds"];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    if (typeof seconds === "number")
      timer = setTimeout(() => reject(failure("States.Timeout", "")), seconds * 1000);
  });
  try {
    const payload: unknown = JSON.parse(JSON.stringify(Payload));
    const answer = await Promise.race([services.invoke(FunctionName, payload), late]);
    return {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: JSON.parse(JSON.stringify(answer ?? null)) as unknown,
    };
  } catch (error) {
    if (isFailure(error) || !(error instanceof Error)) throw error;
    const { name: errorType, message: errorMessage } = error;
    throw failure(errorType, JSON.stringify({ errorType, errorMessage }));
  } finally {
    clearTimeout(timer);
  }
};
