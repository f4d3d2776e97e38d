import type { AssessOptions } from "./assess/assess.ts";
import { changesOf } from "./difference/changes.ts";
import type { Change, Compared, Difference } from "./difference/difference.ts";
import { pairsOf } from "./difference/pairs.ts";
import type { Side } from "./difference/side.ts";
import { by } from "./text/order.ts";

/**
 * What two states of the same resources allow differently: for each use of each resource, who besides the owner and the
 * trusted is newly let in and newly kept out, with a request that shows it. Decided, not compared as text.
 */
export const diff = (old: Side, now: Side, judging: AssessOptions): Difference => {
  const { trust, kinds, tool } = judging;
  const comparing = { old, new: now, kinds, context: { trust, now: judging.now } };
  const pairs = pairsOf(old.all, now.all);
  const changes = pairs
    .flatMap((pair) => changesOf(pair, comparing))
    .toSorted(by(({ resource }) => resource.id));
  const count = (of: (change: Change) => boolean): number => changes.filter(of).length;
  const undecided = count((one) =>
    [one.newlyAllowed, one.newlyClosed].some((found) => found?.is === "undecided"),
  );
  const incomplete = old.incomplete.length + now.incomplete.length;
  return {
    kind: "difference",
    version: 1,
    tool: `${tool.name} ${tool.version}`,
    now: judging.now,
    trust,
    old: compared(old),
    new: compared(now),
    changes,
    summary: {
      resources: pairs.length,
      newlyAllowed: count(({ newlyAllowed }) => newlyAllowed?.is === "decided"),
      newlyClosed: count(({ newlyClosed }) => newlyClosed?.is === "decided"),
      undecided,
      complete: undecided === 0 && incomplete === 0,
    },
  };
};

const compared = ({ name, resources, incomplete }: Side): Compared => ({ name, resources, incomplete });
