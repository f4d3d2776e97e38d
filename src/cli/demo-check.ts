import type { Emulator } from "../emulator/start.ts";
import type { Planted } from "../emulator/estates/estate.ts";
import { isAboutScope, type Finding } from "../model/finding.ts";
import type { Coverage } from "../model/results.ts";
import { by } from "../text/order.ts";

/** The rule that the estate was planted for. */
const RULE = "SES-003";

/** What differs between what was planted and what was found, a line each; empty where the demo succeeded. */
export const differences = (
  planted: readonly Planted[],
  findings: readonly Finding[],
  coverage: readonly Coverage[],
  emulator: Emulator,
): readonly string[] => [
  ...unlike(expected(planted), found(findings, coverage), "planted", "found"),
  ...unlike(failing(findings), inSecurityHub(emulator), "found", "in Security Hub"),
];

type Answers = ReadonlyMap<string, string>;

const expected = (planted: readonly Planted[]): Answers =>
  new Map(
    planted
      .filter(({ exposure }) => exposure !== "gone")
      .map(({ account, region, name, exposure }) => [`${account} ${region} ${name}`, exposure]),
  );

const found = (findings: readonly Finding[], coverage: readonly Coverage[]): Answers => {
  const unread = new Set(coverage.filter(({ status }) => status === "unread").map(({ scope }) => scope));
  return new Map(
    findings
      .filter(
        ({ ruleId, resource, scope }) => ruleId === RULE && !isAboutScope(resource) && !unread.has(scope),
      )
      .map(({ resource, status, data }) => [keyOf(resource), answer(status, data["exposure"] ?? "nothing")]),
  );
};

/** The status that each exposure has to come with. */
const STATUS: Readonly<Record<string, Finding["status"]>> = {
  exposed: "FAILURE",
  undecided: "NEEDS_REVIEW",
  invalid: "NEEDS_REVIEW",
  "cross-account": "SUCCESS",
  restricted: "SUCCESS",
  private: "SUCCESS",
};

const answer = (status: Finding["status"], exposure: string): string => {
  if (status === "NOT_EVALUATED") return "unread";
  return STATUS[exposure] === status ? exposure : `${exposure} as ${status}`;
};

const keyOf = ({ account, region, name }: Finding["resource"]): string =>
  `${account ?? ""} ${region ?? ""} ${name}`;

const failing = (findings: readonly Finding[]): Answers =>
  new Map(
    findings
      .filter(({ ruleId, status }) => ruleId === RULE && status === "FAILURE")
      .map(({ resource }) => [resource.id, "FAILED"]),
  );

/** What the embedded Security Hub stores, read behind its API's back. */
const inSecurityHub = ({ world }: Emulator): Answers => {
  const failed = new Map<string, string>();
  for (const { regions } of world.accounts.values())
    for (const { hub } of regions.values())
      for (const { finding } of hub?.findings.values() ?? []) {
        const {
          Compliance: compliance,
          Resources: resources,
          GeneratorId: generator,
          RecordState: state,
        } = finding as Imported;
        if (compliance?.Status === "FAILED" && state === "ACTIVE" && generator?.endsWith(RULE) === true)
          failed.set(resources?.[0]?.Id ?? "", "FAILED");
      }
  return failed;
};

interface Imported {
  readonly Compliance?: { readonly Status?: string };
  readonly Resources?: readonly { readonly Id?: string }[];
  readonly GeneratorId?: string;
  readonly RecordState?: string;
}

const unlike = (one: Answers, other: Answers, here: string, there: string): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .sort()
    .map((key) => `${key}: ${one.get(key) ?? "nothing"} ${here}, ${other.get(key) ?? "nothing"} ${there}`);

/** Exposures and how many identities have them, in the order of gravity. */
export const exposures = (findings: readonly Finding[]): readonly (readonly [string, number])[] => {
  const order = ["exposed", "undecided", "invalid", "cross-account", "restricted", "private", "unread"];
  const counts = new Map(order.map((name) => [name, 0]));
  for (const { ruleId, resource, status, data } of findings) {
    if (ruleId !== RULE || isAboutScope(resource)) continue;
    const name = status === "NOT_EVALUATED" ? "unread" : (data["exposure"] ?? status);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts];
};

/** The exposed identities, in the order of their ids. */
export const exposed = (findings: readonly Finding[]): readonly Finding[] =>
  findings
    .filter(({ ruleId, status }) => ruleId === RULE && status === "FAILURE")
    .toSorted(by(({ id }) => id));
