import { isUnread, type Refusal } from "../model/fact.ts";
import type { Finding, FindingResource } from "../model/finding.ts";
import type { AnyKind } from "../model/kind.ts";
import { isPlace, type Resource } from "../model/resource.ts";
import { parseScope, type ScopeId } from "../model/scope.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import type { Trust } from "../model/trust.ts";
import type { Seen } from "./coverage.ts";
import { tally } from "./counts.ts";
import { findingOf, unreachedFinding } from "./finding.ts";
import { judge, type ActiveRule, type Judgement } from "./judge.ts";
import { withYields } from "./yield.ts";

/** A scope whose resources are coming in. */
export interface OpenScope {
  readonly id: ScopeId;
  readonly rules: readonly ActiveRule[];
  judge(record: ResourceRecord): Iterable<Finding>;
  /** Where the listing broke, what the baseline knows beyond it is unread. */
  unreached(record: ScopeRecord, resources: readonly FindingResource[]): Iterable<Finding>;
  count(): number;
  seen(): Seen;
}

export interface ScopeInput {
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly options: { readonly rules: readonly ActiveRule[]; readonly now: string; readonly trust: Trust };
  readonly finished: (finding: Finding, tags: ReturnType<AnyKind["tags"]>) => Finding;
}

/** A scope whose resources are coming in; its rules are those of its service. */
export const openScope = (id: ScopeId, { kinds, options, finished }: ScopeInput): OpenScope => {
  const scope = parseScope(id);
  const ofService = options.rules.filter(({ rule }) => rule.meta.service === scope?.service);
  const rules =
    scope?.provider === "files" ? ofService.filter((active) => isInCode(active, kinds)) : ofService;
  const counts = tally(rules.map(({ rule }) => rule.meta.id));
  let read = 0;
  let unread = 0;
  return {
    id,
    rules,
    *judge(record) {
      const kind = kinds.get(record.kind);
      const resource = readRecord(record, kind);
      const refusal = "problem" in resource ? resource.problem : null;
      if (refusal !== null || hasUnread(resource)) unread += 1;
      else read += 1;
      const own = rules.map((active) => judged(active, resource, kind, options));
      const isOpen = refusal === null && kind !== undefined && hasOpenExpression(resource, kind);
      for (const one of isOpen ? withYields(own, rules) : own) {
        const finding = finished(
          one,
          kind === undefined || refusal !== null ? undefined : kind.tags(resource as never),
        );
        counts.add(finding);
        yield finding;
      }
    },
    *unreached({ status, unread: refusal }, resources) {
      if ((status !== "partial" && status !== "unread") || refusal === undefined) return;
      unread += resources.length;
      for (const resource of resources)
        for (const active of rules) {
          const finding = finished(unreachedFinding(active, id, resource, refusal, options.now), undefined);
          counts.add(finding);
          yield finding;
        }
    },
    count: () => read + unread,
    seen: () => ({
      read,
      unread,
      rules: counts.byRule(),
      passedOver: ofService.filter((active) => !rules.includes(active)).map(({ rule }) => rule.meta.id),
    }),
  };
};

/** Whether source code can state every fact that a rule needs. */
const isInCode = ({ rule }: ActiveRule, kinds: ScopeInput["kinds"]): boolean => {
  const stated = kinds.get(rule.kind)?.inCode;
  return stated === undefined || rule.needs.every((fact) => stated.includes(fact));
};

type ReadRecord = Resource | (Resource & { readonly problem: Refusal });

const readRecord = (record: ResourceRecord, kind: AnyKind | undefined): ReadRecord => {
  const read = kind === undefined ? { problem: `The kind ${record.kind} is not known.` } : kind.read(record);
  const { id, scope } = record;
  const place = isPlace(record["place"]) ? { place: record["place"] } : {};
  if (!("problem" in read)) return { ...read, ...place };
  return {
    ...place,
    kind: record.kind,
    id,
    name: id,
    owner: null,
    scope,
    collectedAt: record.collectedAt ?? null,
    problem: {
      operation: "read",
      code: kind === undefined ? "UnknownKind" : "InvalidRecord",
      message: read.problem,
      attempts: 0,
    },
  };
};

/** Whether a document of the resource is source code of which a part could not be resolved. */
const hasOpenExpression = (resource: Resource, kind: AnyKind): boolean =>
  kind.documents(resource as never).some(({ unresolved = [] }) => unresolved.length > 0);

const hasUnread = (resource: Resource): boolean => Object.values(resource).some(isUnread);

const judged = (
  active: ActiveRule,
  resource: ReadRecord,
  kind: AnyKind | undefined,
  { now, trust }: ScopeInput["options"],
): Finding => {
  if (kind === undefined || "problem" in resource) {
    const unread = "problem" in resource ? resource.problem : null;
    const judgement: Judgement = { unread: unread ?? UNKNOWN_KIND };
    return findingOf(active, resource, [], judgement, now);
  }
  const documents = kind.documents(resource as never);
  return findingOf(active, resource, documents, judge(active, resource, kind, { now, trust }), now);
};

const UNKNOWN_KIND: Refusal = { operation: "read", code: "UnknownKind", message: "Not known.", attempts: 0 };
