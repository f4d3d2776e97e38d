/** Which calls a rule is about; every member that is given has to match. */
export interface FaultMatch {
  /** As in the credential scope: `ses`, `securityhub`, `sts`, `account`. */
  readonly service?: string;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  /** A name that the request asks about: an identity, a finding's id. */
  readonly subject?: string;
}

/** What goes wrong. `when` says whether the world had changed by then. */
export type FaultEffect =
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "throttle"; readonly code?: string; readonly status?: number }
  /** `scp`: an explicit deny in a service control policy; `identity`: no policy allows it. */
  | { readonly kind: "refuse"; readonly by?: "identity" | "scp" }
  | { readonly kind: "error"; readonly status?: number; readonly when?: "before" | "after" }
  | { readonly kind: "cut"; readonly when: "before" | "after" }
  /** The identity is deleted once a call or its answer has named it. */
  | { readonly kind: "lose-identity"; readonly identity: string }
  /** Status 200 and a page of some proxy. */
  | { readonly kind: "html" }
  /** Status 200 and no body. */
  | { readonly kind: "empty" }
  /** Status 200 and the first half of the body. */
  | { readonly kind: "truncate" }
  /** Status 200, half of the body, and the connection is cut. */
  | { readonly kind: "cut-body" }
  /** No answer, ever. */
  | { readonly kind: "hang" }
  /** Half of the body, and then nothing, ever. */
  | { readonly kind: "stall" }
  /** A byte each so many milliseconds. */
  | { readonly kind: "drip"; readonly ms: number }
  /** The body never ends. */
  | { readonly kind: "endless" }
  /** The answer leaves this member of its result out. */
  | { readonly kind: "omit-member"; readonly member: string }
  /** The temporary credentials have expired. */
  | { readonly kind: "expire" }
  /** No page holds more than this: not a fault, but what makes the faults of pages possible. */
  | { readonly kind: "pages"; readonly size: number }
  /** A page's token comes back as one that will be refused. */
  | { readonly kind: "bad-token" }
  /** Whatever the token, the first page again. */
  | { readonly kind: "repeat-page" }
  /** A page begins with the last entry of the one before. */
  | { readonly kind: "overlap-page" }
  /** A page begins behind the entry that it should begin with, as one does where the list changed meanwhile. */
  | { readonly kind: "skip-entry" }
  /** A call that gives policies leaves this one out of its answer. */
  | { readonly kind: "omit-policy"; readonly policy: string }
  /** BatchImportFindings fails these findings; `times`, `every` and `after` count for each id by itself. */
  | {
      readonly kind: "fail-findings";
      readonly ids: readonly string[];
      readonly code?: string;
      readonly message?: string;
    };

export interface FaultRule extends FaultMatch {
  readonly effect: FaultEffect;
  /** Matching calls that pass before the rule begins. */
  readonly after?: number;
  /** Then each n-th matching call. */
  readonly every?: number;
  /** Then at most so often. */
  readonly times?: number;
}

interface FaultSubject {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly subjects: readonly string[];
}

/** How a listing is cut into pages. */
export interface Pages {
  /** Infinite where nothing is wrong with them. */
  readonly size: number;
  readonly start: "as-asked" | "first" | "one-before" | "one-after";
}

/** What an operation asks while it works. */
export interface Probe {
  readonly pages: Pages;
  readonly omittedPolicies: ReadonlySet<string>;
  failing(findingId: string): { readonly code: string; readonly message: string } | null;
}

/** The rules and their counts. The order of calls alone decides what happens. */
export interface Faults {
  /** Adds a rule and answers the way to take it out again. */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** How many effects have changed an answer, or the world, so far. */
  struck(): number;
  /** Counts one more. */
  count(): void;
  /** Counts the call and tells what goes wrong with it. */
  strike(call: FaultSubject): { readonly effects: readonly FaultEffect[]; readonly probe: Probe };
}

export const newFaults = (initial: readonly FaultRule[] = []): Faults => {
  const rules = new Set<FaultRule>(initial);
  const counts = new Map<string, number>();
  const numbers = new Map<FaultRule, number>();
  let struck = 0;
  const count = (rule: FaultRule, suffix: string): boolean => {
    const number = numbers.get(rule) ?? numbers.size;
    numbers.set(rule, number);
    const key = `${number} ${suffix}`;
    const seen = (counts.get(key) ?? 0) + 1;
    counts.set(key, seen);
    return isDue(rule, seen);
  };
  return {
    add: (rule) => {
      rules.add(rule);
      return () => rules.delete(rule);
    },
    clear: () => rules.clear(),
    struck: () => struck,
    count: () => {
      struck += 1;
    },
    strike: (call) => {
      const matching = [...rules].filter((rule) => matches(rule, call));
      const effects = matching
        .filter((rule) => rule.effect.kind !== "fail-findings" && count(rule, ""))
        .map(({ effect }) => effect);
      return {
        effects,
        probe: probeOf(effects, matching, (rule, id) => {
          const isDue = count(rule, id);
          if (isDue) struck += 1;
          return isDue;
        }),
      };
    },
  };
};

const probeOf = (
  effects: readonly FaultEffect[],
  matching: readonly FaultRule[],
  count: (rule: FaultRule, id: string) => boolean,
): Probe => ({
  pages: pagesOf(effects),
  omittedPolicies: new Set(
    effects.flatMap((effect) => (effect.kind === "omit-policy" ? [effect.policy] : [])),
  ),
  failing: (id) => {
    for (const rule of matching) {
      const { effect } = rule;
      if (effect.kind !== "fail-findings" || !effect.ids.includes(id) || !count(rule, id)) continue;
      return { code: effect.code ?? "InternalFailure", message: effect.message ?? "Internal failure" };
    }
    return null;
  },
});

const pagesOf = (effects: readonly FaultEffect[]): Pages => ({
  size: effects.reduce(
    (size, effect) => (effect.kind === "pages" ? Math.min(size, effect.size) : size),
    Number.POSITIVE_INFINITY,
  ),
  start: effects.some(({ kind }) => kind === "repeat-page")
    ? "first"
    : effects.some(({ kind }) => kind === "overlap-page")
      ? "one-before"
      : effects.some(({ kind }) => kind === "skip-entry")
        ? "one-after"
        : "as-asked",
});

const matches = (rule: FaultMatch, call: FaultSubject): boolean =>
  (rule.service === undefined || rule.service === call.service) &&
  (rule.operation === undefined || rule.operation === call.operation) &&
  (rule.account === undefined || rule.account === call.account) &&
  (rule.region === undefined || rule.region === call.region) &&
  (rule.subject === undefined || call.subjects.includes(rule.subject));

/** `seen` counts matching calls from 1. */
const isDue = ({ after = 0, every = 1, times = Infinity }: FaultRule, seen: number): boolean => {
  const beyond = seen - after;
  return beyond > 0 && beyond % every === 0 && beyond / every <= times;
};
