import type { AssessOptions } from "../assess/assess.ts";
import { statusesOf } from "../assess/statuses.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../model/snapshot.ts";
import { policiesOf } from "../remedy/apply.ts";
import { withTargets } from "../remedy/targets.ts";
import { isSamePolicy } from "../sources/written/same-policy.ts";
import { splicesOf, type Changes } from "./changes.ts";

/** Why the code that was read again is not what was planned, by the id of the resource whose change is to be left out. */
export const wrongsOf = (
  before: readonly ResourceRecord[],
  all: readonly SnapshotRecord[],
  open: readonly Changes[],
  judging: AssessOptions,
): ReadonlyMap<string, string> => {
  const after = new Map(all.filter(isResourceRecord).map((record) => [record.id, record]));
  const wrong = new Map<string, string>();
  const mending = new Set(
    judging.rules.filter(({ rule }) => rule.remedy !== undefined).map(({ rule }) => rule.meta.id),
  );
  for (const record of before) {
    const own = open.find(({ id }) => id === record.id);
    const now = after.get(record.id);
    const why =
      now === undefined
        ? "the patched code does not declare it any more"
        : own === undefined
          ? worse(record, now, judging)
          : (unplanned(own, now) ?? failing(now, own, judging, mending));
    if (why === null) continue;
    if (own !== undefined) wrong.set(own.id, why);
    else for (const { id } of touching(record, open)) wrong.set(id, `it would change ${record.id}: ${why}`);
  }
  const added = [...after.keys()].find((id) => !before.some((record) => record.id === id));
  if (added !== undefined) for (const { id } of open) wrong.set(id, `the patched code declares ${added}`);
  return wrong;
};

/** Changes in files where the resource is written; all where that is not known. */
const touching = (record: ResourceRecord, open: readonly Changes[]): readonly Changes[] => {
  const files = new Set(
    policiesOf(record).flatMap(({ places = {} }) => Object.values(places).map(({ file }) => file)),
  );
  const near = open.filter((one) => splicesOf(one).some(({ file }) => files.has(file.path)));
  return near.length === 0 ? open : near;
};

const unplanned = ({ resource }: Changes, now: ResourceRecord): string | null => {
  const policies = policiesOf(now);
  for (const { name, document } of policiesOf(resource.record)) {
    const step = resource.steps.find((one) => one.document === name);
    const wanted = step === undefined ? document : step.after;
    const is = policies.find((one) => one.name === name)?.document;
    if (wanted === null ? is !== undefined : is === undefined || !isSamePolicy(is, wanted))
      return `policy "${name}" of the patched code does not come out as planned`;
  }
  return policies.some(({ name }) => !policiesOf(resource.record).some((one) => one.name === name))
    ? "the patched code has a policy more"
    : null;
};

const failing = (
  now: ResourceRecord,
  { resource }: Changes,
  judging: AssessOptions,
  mending: ReadonlySet<string>,
): string | null => {
  const trust = withTargets(judging.trust, resource.targets, resource.owner === null ? [] : [resource.owner]);
  const failed = [...statusesOf(now, { ...judging, trust })].find(
    ([id, status]) => mending.has(id) && status === "FAILURE",
  );
  return failed === undefined ? null : `${failed[0]} still fails on the patched code`;
};

/** A resource for which nothing was planned: it may share a policy, and must not come off worse. */
const worse = (was: ResourceRecord, now: ResourceRecord, judging: AssessOptions): string | null => {
  if (isSameRecord(was, now)) return null;
  const [before, after] = [statusesOf(was, judging), statusesOf(now, judging)];
  const bad = [...after].find(([id, status]) => status !== "SUCCESS" && before.get(id) !== status);
  return bad === undefined ? null : `${bad[0]} would be ${bad[1]}`;
};

const isSameRecord = (a: ResourceRecord, b: ResourceRecord): boolean =>
  JSON.stringify(policiesOf(a).map(({ name, document }) => [name, document])) ===
  JSON.stringify(policiesOf(b).map(({ name, document }) => [name, document]));
