import { isObject } from "../../../src/text/is-object.ts";

/**
 * The fields of the Amazon States Language that the interpreter honours, place by place. Another one is an error: a
 * definition that passes here does nothing that was not carried out.
 */
const MACHINE = "Comment QueryLanguage TimeoutSeconds StartAt States";
const PROCESSOR = "ProcessorConfig StartAt States";
const STATES: Readonly<Record<string, string>> = {
  Pass: "Type Comment Assign Output Next End",
  Task: "Type Comment Resource Arguments TimeoutSeconds Retry Catch Assign Output Next End",
  Choice: "Type Comment Choices Default",
  Map: "Type Comment Label MaxConcurrency ToleratedFailurePercentage ItemReader ItemSelector ItemProcessor ResultWriter Catch Assign Output Next End",
  Succeed: "Type Comment Output",
  Fail: "Type Comment Error Cause",
};
const RETRIER = "ErrorEquals IntervalSeconds BackoffRate MaxDelaySeconds MaxAttempts JitterStrategy";
const CATCHER = "ErrorEquals Output Next";
const CHOICE = "Condition Output Next";

/** @throws an error that names the first field, or value, that is not known */
export const checkFields = (definition: unknown): void => {
  const machine = objectAt(definition, "the definition", MACHINE);
  expectValue(machine["QueryLanguage"], "JSONata", "QueryLanguage");
  checkStates(machine["States"]);
};

const checkStates = (states: unknown): void => {
  for (const [name, state] of Object.entries(objectAt(states, "States"))) {
    const type = isObject(state) ? String(state["Type"]) : "";
    const known = STATES[type];
    if (known === undefined) throw new Error(`the state ${name} has the type ${type}, which is not known`);
    const fields = objectAt(state, name, known);
    for (const one of listAt(fields["Retry"])) checkRetrier(one, name);
    for (const one of listAt(fields["Catch"])) objectAt(one, `a catcher of ${name}`, CATCHER);
    for (const one of listAt(fields["Choices"])) objectAt(one, `a choice of ${name}`, CHOICE);
    if (type === "Map") checkMap(fields, name);
    if (type === "Task" && fields["Resource"] !== "arn:aws:states:::lambda:invoke")
      throw new Error(`${name} calls ${String(fields["Resource"])}, which is not known`);
  }
};

const checkRetrier = (retrier: unknown, name: string): void => {
  const { JitterStrategy: jitter = "NONE" } = objectAt(retrier, `a retrier of ${name}`, RETRIER);
  if (jitter !== "FULL" && jitter !== "NONE") throw new Error(`${name} has the jitter ${String(jitter)}`);
};

const checkMap = (fields: Readonly<Record<string, unknown>>, name: string): void => {
  const reader = objectAt(fields["ItemReader"], `the reader of ${name}`, "Resource ReaderConfig Arguments");
  expectValue(reader["Resource"], "arn:aws:states:::s3:getObject", "Resource");
  const config = objectAt(reader["ReaderConfig"], "ReaderConfig", "InputType");
  expectValue(config["InputType"], "JSONL", "InputType");
  objectAt(reader["Arguments"], "the reader's Arguments", "Bucket Key");
  const writer = objectAt(fields["ResultWriter"], `the writer of ${name}`, "Resource WriterConfig Arguments");
  expectValue(writer["Resource"], "arn:aws:states:::s3:putObject", "Resource");
  const written = objectAt(writer["WriterConfig"], "WriterConfig", "Transformation OutputType");
  expectValue(written["Transformation"], "FLATTEN", "Transformation");
  expectValue(written["OutputType"], "JSONL", "OutputType");
  objectAt(writer["Arguments"], "the writer's Arguments", "Bucket Prefix");
  const processor = objectAt(fields["ItemProcessor"], `the processor of ${name}`, PROCESSOR);
  const mode = objectAt(processor["ProcessorConfig"], "ProcessorConfig", "Mode ExecutionType");
  expectValue(mode["Mode"], "DISTRIBUTED", "Mode");
  expectValue(mode["ExecutionType"], "STANDARD", "ExecutionType");
  checkStates(processor["States"]);
};

const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const objectAt = (value: unknown, where: string, fields?: string): Readonly<Record<string, unknown>> => {
  if (!isObject(value)) throw new Error(`${where} is no object`);
  const unknown = Object.keys(value).find(
    (name) => fields !== undefined && !fields.split(" ").includes(name),
  );
  if (unknown !== undefined) throw new Error(`${where} has the field ${unknown}, which is not known`);
  return value;
};

const expectValue = (value: unknown, known: string, name: string): void => {
  if (value !== known) throw new Error(`${name} is ${String(value)}, and only ${known} is known`);
};
