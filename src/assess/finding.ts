import type { Refusal } from "../model/fact.ts";
import {
  SCOPE_KINDS,
  type Finding,
  type FindingDocument,
  type FindingFault,
  type FindingResource,
} from "../model/finding.ts";
import type { PolicyDocument, Resource } from "../model/resource.ts";
import { parseScope, partitionOf, type ScopeId, type ScopeStatus } from "../model/scope.ts";
import type { Fault, Verdict } from "../model/verdict.ts";
import { fingerprint, sha256 } from "./fingerprint.ts";
import type { ActiveRule, Judgement } from "./judge.ts";
import { located, placeOfFault, tellingPlace } from "./locate.ts";

/** The finding of one rule on one resource, before it is compared and accepted. */
export const findingOf = (
  active: ActiveRule,
  resource: Resource,
  documents: readonly PolicyDocument[],
  judgement: Judgement,
  { now, fingerprintKey }: { readonly now: string; readonly fingerprintKey: (id: string) => string },
): Finding => {
  const about = findingResource(resource, resource.scope);
  const base = baseFinding(active, about, resource.scope, resource.collectedAt, now);
  const texts = () => documents.map(findingDocument);
  if ("unread" in judgement)
    return { ...base, ...notEvaluated(resource.name, judgement.unread), documents: texts() };
  const { verdict } = judgement;
  const evidence = located(verdict.evidence, documents);
  const faults =
    verdict.status === "FAILURE"
      ? verdict.faults.map((fault) =>
          faultOf(active.rule.meta.id, fingerprintKey(resource.id), fault, evidence, documents),
        )
      : [];
  return {
    ...base,
    status: verdict.status,
    message: saidOf(resource.scope, verdict),
    data: verdict.data ?? {},
    evidence,
    witness: verdict.status === "FAILURE" ? (verdict.witness ?? null) : null,
    faults,
    documents: verdict.status === "SUCCESS" ? [] : texts(),
    location: faults.find(({ location }) => location !== undefined)?.location ?? tellingPlace(evidence),
  };
};

/** A pass on files says nothing of what is in the account beside what they hold. */
const saidOf = (scope: ScopeId, { status, message }: Verdict): string =>
  status === "SUCCESS" && scope.startsWith("files/")
    ? `${message} This speaks of what is written in these files alone.`
    : message;

/** The finding that says, in every format, that a scope or a part of it was not read. */
export const scopeFinding = (
  active: ActiveRule,
  scope: ScopeId,
  { refusal, status }: { readonly refusal: Refusal; readonly status: ScopeStatus },
  caller: string | null,
  now: string,
): Finding => {
  const about: FindingResource = {
    ...findingResource({ kind: SCOPE_KINDS.aws, id: scope, name: scope, owner: null }, scope),
    kind: scope.startsWith("aws/") ? SCOPE_KINDS.aws : SCOPE_KINDS.files,
    owner: caller,
  };
  return {
    ...baseFinding(active, about, scope, null, now),
    ...notEvaluated(scope, refusal),
    data: { coverage: status },
  };
};

/** A resource that the baseline knows and that a broken listing did not reach: neither gone nor evaluated. */
export const unreachedFinding = (
  active: ActiveRule,
  scope: ScopeId,
  resource: FindingResource,
  refusal: Refusal,
  now: string,
): Finding => ({
  ...baseFinding(active, resource, scope, null, now),
  ...notEvaluated(resource.name, refusal),
});

const baseFinding = (
  { rule, riskLevel }: ActiveRule,
  resource: FindingResource,
  scope: ScopeId,
  collectedAt: string | null,
  now: string,
): Finding => ({
  kind: "finding",
  id: idOf(rule.meta.id, rule.meta.service, resource),
  ruleId: rule.meta.id,
  scope,
  status: "NOT_EVALUATED",
  riskLevel,
  title: rule.meta.title,
  message: "",
  resource,
  data: {},
  evidence: [],
  witness: null,
  faults: [],
  documents: [],
  location: null,
  collectedAt,
  firstSeenAt: now,
  change: null,
  lastFailure: null,
  exception: null,
  unread: null,
});

/** Conformity's form; source code has no account and region, and its resource's own id is unique by itself. */
const idOf = (ruleId: string, service: string, { account, region, name, id }: FindingResource): string =>
  account === null
    ? `ccc::${ruleId}:${service}::${id}`
    : `ccc:${account}:${ruleId}:${service}:${region ?? ""}:${name}`;

const findingResource = (
  {
    kind,
    id,
    name,
    owner,
    region = null,
    place,
  }: Pick<Resource, "kind" | "id" | "name" | "owner" | "place"> & { readonly region?: string | null },
  scopeId: ScopeId,
): FindingResource => {
  const scope = parseScope(scopeId);
  const base = { kind, id, name, owner, ...(place === undefined ? {} : { place }) };
  return scope?.provider === "aws"
    ? { ...base, partition: partitionOf(scope.region), account: scope.account, region: scope.region }
    : { ...base, partition: null, account: null, region };
};

const findingDocument = ({ name, document, places }: PolicyDocument): FindingDocument => {
  const place = places?.[""];
  return { name, text: document, sha256: sha256(document), ...(place === undefined ? {} : { place }) };
};

const notEvaluated = (name: string, refusal: Refusal): Pick<Finding, "status" | "message" | "unread"> => ({
  status: "NOT_EVALUATED",
  message: `${name} was not evaluated: ${refusal.operation} gave ${refusal.code} (${refusal.message})`,
  unread: refusal,
});

const faultOf = (
  ruleId: string,
  resource: string,
  fault: Fault,
  evidence: Finding["evidence"],
  documents: readonly PolicyDocument[],
): FindingFault => {
  const { canonical, ...rest } = fault;
  const place = placeOfFault(fault, evidence, documents);
  return {
    ...rest,
    fingerprint: fingerprint(ruleId, resource, fault.document, canonical),
    ...(place === null ? {} : { location: place }),
  };
};
