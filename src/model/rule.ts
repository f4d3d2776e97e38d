import type { Unread } from "./fact.ts";
import type { RemedyAnswer, RemedyContext } from "./remedy.ts";
import type { KindName, Resource } from "./resource.ts";
import type { RuleCase } from "./rule-case.ts";
import type { RuleContext, Settings, SettingValue } from "./rule-context.ts";
import type { Fault, Verdict } from "./verdict.ts";

/** Conformity's five levels, mildest first. */
export const RISK_LEVELS = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "EXTREME"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Conformity's pillars. */
export const CATEGORIES = [
  "security",
  "cost-optimisation",
  "reliability",
  "performance-efficiency",
  "operational-excellence",
  "sustainability",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** How far a rule serves a clause: `primary` it tests what the clause asks · `supporting` it tests a part · `context` it is of use beside it. */
export type MappingStrength = "primary" | "supporting" | "context";

/** A mapping is the rule author's reading; the clause's own words are in standards/. */
export interface Mapping {
  /** Id of a standard of the catalogue: GDPR, APRA, MAS, NIST5, ISO27001, PCI, … */
  readonly standard: string;
  readonly clause: string;
  readonly strength: MappingStrength;
  readonly why: string;
  /** Who says so: a page or a file that makes the same mapping, or "own reading". */
  readonly source: string;
}

/** One step of a procedure: a sentence, and what to type or paste where there is such. */
export interface Step {
  readonly text: string;
  readonly code?: string;
  readonly language?: "sh" | "json" | "hcl" | "yaml";
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** `accounts`: 12-digit ids · `organizations`: `o-…` ids. */
export interface SettingSpec {
  readonly type: "string" | "number" | "boolean" | "strings" | "accounts" | "organizations";
  readonly default: SettingValue;
  readonly description: string;
}

/** Everything about a rule that is not its judgement; plain data, so that every report can carry it. */
export interface RuleMeta {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** What is wrong where the rule fails, as a short sentence without a full stop; the title where there is none. */
  readonly failureTitle?: string;
  /** What is wrong with the resources that fail, behind "22 of 62": a plural and a verb, without a full stop. */
  readonly headline?: string;
  /** PascalCase, for tools that want a name without blanks. */
  readonly name: string;
  readonly description: string;
  readonly rationale: string;
  readonly provider: string;
  readonly service: string;
  readonly resourceKind: KindName;
  readonly categories: readonly Category[];
  readonly riskLevel: RiskLevel;
  readonly compliance: readonly Mapping[];
  /** CWE ids, `CWE-732`, the best fit first. */
  readonly cwe: readonly string[];
  readonly audit: { readonly console: readonly Step[]; readonly cli: readonly Step[] };
  readonly remediation: {
    /** At most 512 characters: Security Hub's limit for the recommendation. */
    readonly summary: string;
    readonly console: readonly Step[];
    readonly cli: readonly Step[];
    readonly iac: readonly Step[];
  };
  readonly references: readonly Reference[];
  /** The page that explains the rule and its mending. */
  readonly url: string;
  readonly settings: Readonly<Record<string, SettingSpec>>;
  readonly deprecated?: string;
}

/** The named facts, read for certain: a rule that touches another fact does not compile. */
export type Known<R, N extends keyof R> = R & { readonly [K in N]-?: Exclude<R[K], Unread | undefined> };

/** A rule is pure, synchronous and total. It names the facts that it needs and is not called where one is missing. */
export interface Rule<R extends Resource, N extends Exclude<keyof R, keyof Resource>> {
  readonly meta: RuleMeta;
  readonly kind: R["kind"];
  readonly needs: readonly N[];
  /**
   * Rules that may speak for this one, so that one mistake is one finding. Where one of them asks for review of a resource
   * because of an unresolved expression, this rule's review becomes NOT_EVALUATED; where one of them fails a resource, and
   * this rule's failure says that it `yields`, this rule's finding becomes SUCCESS. Both name the rule that covers them.
   */
  readonly yieldsTo?: readonly string[];
  /** Worked examples: what its tester runs and its page and `explain` show. */
  readonly cases?: readonly RuleCase[];
  judge(resource: Known<R, N>, context: RuleContext): Verdict;
  /** The smallest change of the resource's documents that ends the faults of its verdict; pure and total as `judge` is. */
  remedy?(resource: Known<R, N>, faults: readonly Fault[], context: RemedyContext): RemedyAnswer;
}

/** A rule whose kind has been forgotten; `defineRule` makes one, and assess hands it only resources of its kind. */
export interface AnyRule {
  readonly meta: RuleMeta;
  readonly kind: KindName;
  readonly needs: readonly string[];
  readonly yieldsTo?: readonly string[];
  readonly cases?: readonly RuleCase[];
  judge(resource: Resource, context: RuleContext): Verdict;
  remedy?(resource: Resource, faults: readonly Fault[], context: RemedyContext): RemedyAnswer;
}

/** Checks a rule against its kind's facts and forgets them, so that rules can stand in one list. */
export const defineRule = <R extends Resource, N extends Exclude<keyof R, keyof Resource> & string>(
  rule: Rule<R, N>,
): AnyRule => rule;

/** The settings of a rule where nobody chose others. */
export const defaultSettings = (meta: RuleMeta): Settings =>
  Object.fromEntries(Object.entries(meta.settings).map(([name, spec]) => [name, spec.default]));
