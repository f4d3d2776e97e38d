import { s3Store } from "../../src/continuous/s3-store.ts";
import type { ObjectStore } from "../../src/continuous/object-store.ts";
import {
  keepManifestStep,
  mergeStep,
  named,
  planStep,
  scanShardStep,
  type StepOptions,
} from "../../src/continuous/steps.ts";
import { pushStep } from "../../src/continuous/push-step.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import type { LiveOptions } from "../../src/reading.ts";
import { accessTo } from "./buckets.ts";
import { MANAGEMENT, NOW } from "./runs.ts";
import { execute, type Execution } from "./state-machine/machine.ts";
import { deployed, type Deployed } from "./state-machine/template.ts";

export const BUCKET = "runs";

/** A function of the machine, by the name of its handler. */
export type StepName = "plan" | "scanShard" | "keepManifest" | "merge" | "push";
type Invoke = (event: unknown) => Promise<unknown>;

/** Stands before a function: it may answer for it, fail, or change the bucket. */
export type Before = (step: StepName, event: unknown, invoke: Invoke) => Promise<unknown>;

export interface OrganisationMachine {
  readonly store: ObjectStore;
  /** Key → text. */
  readonly objects: Map<string, string>;
  readonly deployment: Deployed;
  /** Runs the machine of deploy/organisation.yaml with the functions in this process. */
  readonly run: (input: object, before?: Before) => Promise<Execution>;
  /** How often each function was called. */
  readonly calls: Map<string, number>;
}

/**
 * Deploys deploy/organisation.yaml over an emulator: its bucket, its functions, its machine.
 *
 * @param storeOf opens the bucket for the functions; by S3's own requests where absent
 * @param milliseconds that each function has; what the template gives it where absent
 */
export const organisationMachine = async (
  emulator: Emulator,
  reading: LiveOptions,
  parameters: Readonly<Record<string, string>> = {},
  storeOf: (objects: Map<string, string>) => Promise<ObjectStore> = async () =>
    s3Store({ bucket: BUCKET, access: await accessTo(emulator.url) }),
  milliseconds?: number,
): Promise<OrganisationMachine> => {
  const objects = new Map<string, string>();
  emulator.world.buckets.set(BUCKET, { owner: MANAGEMENT, region: "eu-west-1", objects });
  const deployment = deployed(
    "organisation.yaml",
    { CodeBucket: "code", CodeKey: "function.zip", ...parameters },
    { Bucket: BUCKET },
  );
  const store = await storeOf(objects);
  const formats = (deployment.functions[0]?.env["POSTERN_FORMATS"] ?? "").split(",");
  const options: StepOptions = { store, reading, formats };
  const calls = new Map<string, number>();
  return {
    store,
    objects,
    deployment,
    calls,
    run: (input, before = (_, event, invoke) => invoke(event)) =>
      execute(deployment.definition, input, "2026-11-30T12:00:00.123Z", {
        invoke: async (arn, payload) => {
          const found = deployment.functions.find((one) => one.arn === arn);
          const step = found?.handler.replace(/^index\./, "") as StepName;
          if (found === undefined || !(step in STEPS)) throw new Error(`there is no function ${arn}`);
          calls.set(step, (calls.get(step) ?? 0) + 1);
          const invoke: Invoke = (event) => STEPS[step](event, options, milliseconds ?? found.timeout * 1000);
          try {
            return await before(step, payload, invoke);
          } catch (error) {
            throw named(error);
          }
        },
        ...bucketOf(emulator),
        sleep: () => Promise.resolve(),
        random: () => 0.5,
        clock: () => performance.now(),
      }),
  };
};

/** What Step Functions itself reads and writes. */
export const bucketOf = ({
  world,
}: Emulator): {
  readonly getObject: (bucket: string, key: string) => string | null;
  readonly putObject: (bucket: string, key: string, text: string) => void;
} => {
  const there = (name: string): Map<string, string> => {
    const bucket = world.buckets.get(name);
    if (bucket === undefined) throw new Error(`there is no bucket ${name}`);
    return bucket.objects;
  };
  return {
    getObject: (bucket, key) => there(bucket).get(key) ?? null,
    putObject: (bucket, key, text) => void there(bucket).set(key, text),
  };
};

const STEPS: Readonly<
  Record<StepName, (event: unknown, options: StepOptions, milliseconds: number) => Promise<unknown>>
> = {
  plan: planStep,
  scanShard: scanShardStep,
  keepManifest: (event, options) => keepManifestStep(event, options, NOW),
  merge: mergeStep,
  push: (event, options, milliseconds) =>
    pushStep(event, { ...options, roleArn: "arn:aws:iam::{account}:role/Push", settings: {} }, milliseconds),
};
