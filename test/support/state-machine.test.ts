import { expect } from "chai";
import { execute, type Execution, type Services } from "./state-machine/machine.ts";

const nothing: Services = {
  invoke: () => Promise.resolve(null),
  getObject: () => null,
  putObject: () => undefined,
  sleep: () => Promise.resolve(),
  random: () => 0.5,
  clock: () => 0,
};
const INVOKE = "arn:aws:states:::lambda:invoke";

const machine = (states: object, more: object = {}): object => ({
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: states,
  ...more,
});
const run = (definition: object, services: Partial<Services> = {}, input: unknown = {}): Promise<Execution> =>
  execute(definition, input, "2026-11-30T12:00:00.123Z", { ...nothing, ...services });
const failing = (name: string) => (): Promise<unknown> => {
  throw Object.assign(new Error("no"), { name });
};
const refusalOf = async (definition: object): Promise<string> =>
  run(definition).then(
    () => "carried out",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const pass = (Output: unknown): object => machine({ A: { Type: "Pass", Output, End: true } });

const map = (ToleratedFailurePercentage: number): object =>
  machine({
    A: {
      Type: "Map",
      MaxConcurrency: "{% 3 %}",
      ToleratedFailurePercentage,
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSONL" },
        Arguments: { Bucket: "b", Key: "list" },
      },
      ItemSelector: { value: "{% $states.context.Map.Item.Value %}" },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "One",
        States: {
          One: {
            Type: "Task",
            Resource: INVOKE,
            Arguments: { FunctionName: "f", Payload: "{% $states.input.value %}" },
            Output: ["{% $states.result.Payload %}"],
            End: true,
          },
        },
      },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        WriterConfig: { Transformation: "FLATTEN", OutputType: "JSONL" },
        Arguments: { Bucket: "b", Prefix: "results" },
      },
      Output: "{% $states.result.ResultWriterDetails.Key %}",
      End: true,
    },
  });

describe("the interpreter of the states language", () => {
  it("refuses a field, a type or a resource that it does not honour", async () => {
    const task = { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "f" }, End: true };
    const refused: readonly (readonly [object, RegExp])[] = [
      [machine({ A: { Type: "Succeed" } }, { Version: "1.0" }), /the definition has the field Version/],
      [machine({ A: { Type: "Wait", Seconds: 1, End: true } }), /the type Wait/],
      [machine({ A: { ...task, HeartbeatSeconds: 1 } }), /A has the field HeartbeatSeconds/],
      [
        machine({ A: { ...task, Resource: "arn:aws:states:::sqs:sendMessage" } }),
        /A calls arn:aws:states:::sqs/,
      ],
      [machine({ A: { ...task, Retry: [{ ErrorEquals: ["States.ALL"], Every: 1 }] } }), /the field Every/],
      [machine({ A: { ...task, Catch: [{ ErrorEquals: ["States.ALL"], Assign: {} }] } }), /the field Assign/],
      [machine({ A: { Type: "Succeed" } }, { QueryLanguage: "JSONPath" }), /QueryLanguage is JSONPath/],
    ];
    for (const [definition, message] of refused) expect(await refusalOf(definition)).to.match(message);
  });

  it("evaluates expressions, and fails where one gives nothing or asks for what Step Functions has not", async () => {
    const sum = await run(pass({ sum: ["{% $states.input.a + 1 %}"], text: "$states" }), {}, { a: 1 });
    expect(sum).to.deep.include({ status: "SUCCEEDED", output: { sum: [2], text: "$states" } });
    for (const source of ["{% $states.input.none %}", "{% $eval('1') %}", "{% 1 + %}"])
      expect(await run(pass(source))).to.deep.include({
        status: "FAILED",
        error: "States.QueryEvaluationError",
      });
  });

  it("waits longer with each attempt, up to a limit, and counts those of each retrier", async () => {
    const slept: number[] = [];
    const Retry = [
      { ErrorEquals: ["Never"], MaxAttempts: 0 },
      { ErrorEquals: ["Busy"], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 },
      { ErrorEquals: ["States.ALL"], IntervalSeconds: 4, MaxAttempts: 1, JitterStrategy: "FULL" },
    ];
    const Catch = [{ ErrorEquals: ["Busy"], Output: "{% $states.errorOutput.Error %}", Next: "B" }];
    const Arguments = { FunctionName: "f", Payload: {} };
    const states = {
      A: { Type: "Task", Resource: INVOKE, Arguments, Retry, Catch, End: true },
      B: { Type: "Succeed" },
    };
    const sleep = (seconds: number): Promise<void> => {
      slept.push(seconds);
      return Promise.resolve();
    };
    const busy = await run(machine(states), { invoke: failing("Busy"), sleep });
    expect(busy).to.deep.include({ status: "SUCCEEDED", output: "Busy" });
    expect(slept.splice(0)).to.deep.equal([2, 6, 10, 10]);
    expect(await run(machine(states), { invoke: failing("Other"), sleep })).to.deep.include({
      error: "Other",
    });
    expect(slept.splice(0)).to.deep.equal([2]);
    expect(await run(machine(states), { invoke: failing("Never"), sleep })).to.deep.include({
      error: "Never",
    });
    expect(slept).to.deep.equal([]);
  });

  it("ends a call after its time, and what is too large to be handed on", async () => {
    const Arguments = { FunctionName: "f", Payload: {} };
    const task = { Type: "Task", Resource: INVOKE, Arguments, TimeoutSeconds: 0.05, End: true };
    const slow = await run(machine({ A: task }), { invoke: () => new Promise(() => undefined) });
    expect(slow).to.deep.include({ status: "FAILED", error: "States.Timeout" });
    const large = await run(machine({ A: task }), { invoke: () => Promise.resolve("x".repeat(300_000)) });
    expect(large).to.deep.include({ status: "FAILED", error: "States.DataLimitExceeded" });
    let now = 0;
    const loop = machine({ A: { Type: "Pass", Next: "A" } }, { TimeoutSeconds: 10 });
    expect(await run(loop, { clock: () => (now += 1_000) })).to.deep.include({ status: "TIMED_OUT" });
  });

  it("tolerates as many failures of a map as it is told to, and runs so many executions at a time", async () => {
    const objects = new Map([["list", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"]]);
    let running = 0;
    let most = 0;
    const services: Partial<Services> = {
      getObject: (_, key) => objects.get(key) ?? null,
      putObject: (_, key, text) => void objects.set(key, text),
      invoke: async (_, payload) => {
        most = Math.max(most, (running += 1));
        await new Promise(setImmediate);
        running -= 1;
        if (payload === 4) throw Object.assign(new Error("no"), { name: "Four" });
        return payload;
      },
    };
    expect(await run(map(9), services)).to.deep.include({ error: "States.ExceedToleratedFailureThreshold" });
    const execution = await run(map(10), services);
    expect(execution).to.deep.include({ status: "SUCCEEDED", children: 10 });
    expect(most).to.equal(3);
    const folder =
      execution.status === "SUCCEEDED" ? String(execution.output).replace("manifest.json", "") : "";
    expect(objects.get(`${folder}SUCCEEDED_0.jsonl`)).to.equal("1\n2\n3\n5\n6\n7\n8\n9\n10\n");
    expect(JSON.parse(objects.get(`${folder}FAILED_0.jsonl`) ?? "")).to.deep.include({
      Input: '{"value":4}',
      Status: "FAILED",
      Error: "Four",
    });
  });
});
