import { expect } from "chai";
import * as fc from "fast-check";
import type { Previous } from "../../src/deliver/security-hub/known.ts";
import { gathered } from "../../src/deliver/security-hub/gather.ts";
import { plan } from "../../src/deliver/security-hub/plan.ts";
import { countsOf, isSent, SENT, type Step } from "../../src/deliver/security-hub/step.ts";
import { HEAVY } from "../support/heavy.ts";
import { customerSet, eitherOr, iso, plain, START } from "./held-against-model.ts";
import { histories, type Mishap, resultsOf, type Visit } from "./history.ts";
import { memoryHub, shownIn } from "./hubs.ts";
import { afterVisit, remembered, type Showing } from "./simple-model.ts";

const HISTORIES = HEAVY ? 5_000 : 200;

describe("histories of Security Hub", function () {
  this.timeout(20_000 + HISTORIES * 400);

  it(`the plan alone shows what a simple model shows, over ${HISTORIES} histories`, async () => {
    const met: Step[] = [];
    await fc.assert(
      fc.asyncProperty(histories, async (visits) => {
        const hub = memoryHub();
        let model: Showing = new Map();
        let now = START;
        for (const visit of visits) {
          now += visit.after;
          hub.forget(now);
          model = remembered(model, now);
          if (visit.customer !== null) hub.customerSets(visit.customer);
          model = customerSet(model, visit.customer);
          const steps = await planned(visit, now, hub.previous());
          met.push(...steps);
          const delivered = reached(steps, visit.mishap);
          for (const { action, finding } of delivered)
            if (action === "announce") hub.announce(finding);
            else hub.take(finding);
          const after = afterVisit(model, visit, now, true);
          const actual = shownIn(hub.findings());
          if (delivered.length < steps.length) model = eitherOr(actual, model, after);
          else {
            expect(plain(actual)).to.deep.equal(plain(after));
            model = after;
          }
        }
      }),
      { numRuns: HISTORIES },
    );
    const counts = countsOf(met);
    for (const action of SENT) expect(counts[action], action).to.be.greaterThan(met.length / 200);
  });
});

const planned = async (visit: Visit, now: number, previous: Previous): Promise<readonly Step[]> => {
  const { findings, coverage } = await gathered(resultsOf(visit, iso(now)), null);
  const steps = plan(previous, findings, coverage, iso(now));
  return [...steps.filter(({ action }) => action === "announce"), ...steps.filter(isSent)];
};

/** The steps that Security Hub hears of. */
const reached = (steps: readonly Step[], mishap: Mishap): readonly Step[] => {
  if (mishap.kind === "crash") return steps.slice(0, mishap.at);
  if (mishap.kind !== "fail") return steps;
  return steps.filter(({ finding }) => !mishap.names.some((name) => finding.Id?.endsWith(`:${name}`)));
};
