import { ROLL_UP_RULE } from "../../../standards/roll-up.ts";
import type { Collected } from "../collect.ts";
import { CLAUSE, listed, type Word } from "../text.ts";
import { timeView, type Entry, type TimeView } from "./atoms.ts";
import { ruleView, type RuleView } from "./rules.ts";

export interface MethodView {
  readonly caller: string;
  readonly account: string;
  readonly startedAt: TimeView;
  readonly finishedAt: TimeView;
  readonly parameters: readonly Entry[];
  readonly trust: readonly Entry[];
  readonly trustsNobody: boolean;
  readonly disabledRules: string;
  readonly plugins: string;
  readonly configuration: string;
  readonly rollUp: readonly { readonly word: Word; readonly when: string }[];
  readonly rules: readonly RuleView[];
}

export const methodView = ({ head: { run, rules }, summary }: Collected): MethodView => {
  const { trust } = run;
  const trusted = [
    { name: "Accounts", value: listed(trust.accounts) },
    { name: "Organisations", value: listed(trust.organizations) },
    { name: "Principals", value: listed(trust.principals) },
    { name: "Networks", value: listed(trust.networks) },
  ];
  return {
    caller: run.caller?.arn ?? "not recorded: the input was not collected by this tool",
    account: run.caller?.account ?? "not recorded",
    startedAt: timeView(run.startedAt),
    finishedAt: timeView(summary.finishedAt),
    parameters: Object.entries(run.parameters).map(([name, value]) => ({
      name: PARAMETERS[name] ?? name,
      value: valueText(value),
    })),
    trust: trusted,
    trustsNobody: Object.values(trust).every((list: readonly string[]) => list.length === 0),
    disabledRules: listed(run.disabledRules),
    plugins: listed(run.plugins),
    configuration:
      run.configuration === null ? "none" : `${run.configuration.name}, SHA-256 ${run.configuration.sha256}`,
    rollUp: ROLL_UP_RULE.map(({ status, when }) => ({ word: CLAUSE[status], when })),
    rules: rules.map(ruleView),
  };
};

/** What was asked for, in words; of a parameter that another tool wrote, its name. */
const PARAMETERS: Readonly<Record<string, string>> = {
  accounts: "Accounts asked for",
  regionsAsked: "Regions asked for",
  regionsExcluded: "Regions left out",
  roleArn: "Role assumed",
  externalId: "External id",
  endpointUrl: "Endpoint in place of AWS",
  regions: "Where the regions come from",
};

/** Parameters come from a snapshot and may be nested without bound: only flat ones are printed. */
const valueText = (value: unknown): string => {
  if (Array.isArray(value)) return listed(value.map(scalarText));
  return scalarText(value);
};

const scalarText = (value: unknown): string => {
  // What a scan records of a value that may hold a secret.
  if (value === "(set)") return "given; the results do not hold it";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "none" : "(see the results file)";
};
