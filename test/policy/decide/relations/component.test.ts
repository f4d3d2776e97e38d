import { expect } from "chai";
import { repairLocally } from "../../../../src/policy/decide/relations/local-repair.ts";
import {
  holdsFor,
  isGood,
  relaxed,
  textQueriesOf,
  type Component,
  type Values,
} from "../../../../src/policy/decide/relations/component.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { passes } from "../../../../src/policy/decide/solve/solve-text.ts";
import { isKey } from "../../../../src/policy/decide/request/relation.ts";
import { solveTree } from "../../../../src/policy/decide/relations/tree-consistency.ts";
import { isTrue, componentOf, relationOf, type Line } from "../../../support/policy/components.ts";
import { namedWorld as world } from "../../../support/policy/named-world.ts";
import { random, type Random } from "../../../../proof/random.ts";
import { assignments, lineOf, SMALL_WORLDS, type SmallWorld } from "../../../support/policy/small-worlds.ts";
import { HEAVY } from "../../../support/heavy.ts";

/** Mutation testing asks for fewer, mutant by mutant. */
const COUNT = Number(process.env["KNOT_COUNT"] ?? (HEAVY ? 1_000 : 50));

interface Tried {
  readonly lines: readonly Line[];
  readonly fixed: Values;
  readonly component: Component;
  readonly all: readonly Values[];
  readonly says: string;
}

const triedIn = (small: SmallWorld, seed: number): Tried => {
  const r = random(seed);
  const lines = Array.from({ length: r.pick([1, 2, 2, 3, 4]) }, () => lineOf(r, small));
  const variables = [...componentOf(world, lines, new Map(), small.kind).keys.keys()];
  const fixed = r.chance(0.4) ? fixedIn(r, small, variables) : new Map<string, string>();
  return {
    lines,
    fixed,
    component: componentOf(world, lines, fixed, small.kind),
    all: assignments(small, variables, fixed),
    says: `seed ${seed}: ${lines.join(", ")}; fixed ${JSON.stringify([...fixed])}`,
  };
};

/** Lines that ask for something, each with one variable at most of those before it, and none of them twice. */
const treeIn = (r: Random, small: SmallWorld): readonly Line[] => {
  const lines: Line[] = [];
  const used = new Set<string>();
  for (let left = 8; left > 0; left -= 1) {
    const line = lineOf(r, small);
    const { key, segments, sign, operator } = relationOf(world, line, small.kind);
    const variables = [key, ...segments.filter(isKey)].map(({ variable }) => variable);
    const isLeaf = variables.filter((one) => used.has(one)).length <= 1;
    // Behind a variable a wildcard of ArnLike is taken for more than it is; numbers and a federated user's id are not asked for.
    const isLoose =
      /^(?:Arn|Numeric)/.test(operator) || (small.kind === KINDS.federated && line.includes("userid"));
    if (!sign || isLoose || !isLeaf || new Set(variables).size < variables.length) continue;
    lines.push(line);
    for (const one of variables) used.add(one);
  }
  return lines;
};

const fixedIn = (r: Random, { texts }: SmallWorld, variables: readonly string[]): Values => {
  const variable = r.pick(variables);
  return new Map([[variable, r.pick(texts[variable] ?? [])]]);
};

const meets = ({ constraints, relations }: Component, values: Values): boolean =>
  relations.every((relation) => holdsFor(relation, values)) &&
  [...constraints].every(([variable, own]) =>
    own.every((constraint) => passes(constraint, values.get(variable) ?? "")),
  );

const isFit = ({ fixed, constraints }: Component): boolean =>
  [...fixed].every(([variable, value]) =>
    (constraints.get(variable) ?? []).every((constraint) => passes(constraint, value)),
  );

const areTrue = (small: SmallWorld, lines: readonly Line[], values: Values): boolean =>
  lines.every((line) => isTrue(world, line, values, small.kind));

const each = (small: SmallWorld, test: (tried: Tried) => void): void => {
  for (let seed = 1; seed <= COUNT; seed += 1) test(triedIn(small, seed));
};

for (const small of SMALL_WORLDS)
  describe(`ties between ${small.name}`, function () {
    this.timeout(600_000);

    it("hold as the conditions do that they stand for", () => {
      each(small, ({ lines, component, all, says }) => {
        for (const values of all)
          expect(meets(component, values), `${says}; ${JSON.stringify([...values])}`).to.equal(
            areTrue(small, lines, values),
          );
      });
    });

    it("are loosened without a value that is lost or won", () => {
      each(small, ({ lines, component, all, says }) => {
        const loose = relaxed(component);
        for (const values of all)
          expect(loose !== null && meets(loose, values), `${says}; ${JSON.stringify([...values])}`).to.equal(
            areTrue(small, lines, values),
          );
      });
    });

    it("are given values where there are any, or leave a doubt", () => {
      let doubted = 0;
      each(small, ({ lines, component, all, says }) => {
        const loose = relaxed(component);
        if (loose === null || solveTree(loose) !== null) return;
        if (loose.context.environment.gap.reason !== null) {
          doubted += 1;
          return;
        }
        for (const values of all)
          expect(areTrue(small, lines, values), `${says}; ${JSON.stringify([...values])}`).to.equal(false);
      });
      expect(doubted).to.be.at.most(Math.ceil(COUNT / 10));
    });

    it("are met by these values, where they make no ring", () => {
      let given = 0;
      for (let seed = 1; seed <= COUNT; seed += 1) {
        const lines = treeIn(random(seed), small);
        const values = solveTree(componentOf(world, lines, new Map(), small.kind));
        if (values === null) continue;
        given += 1;
        expect(areTrue(small, lines, values), `${lines.join(", ")}; ${JSON.stringify([...values])}`).to.equal(
          true,
        );
      }
      expect(given).to.be.above(COUNT / 10);
    });

    it("are met by what is guessed", () => {
      let guessed = 0;
      each(small, ({ lines, fixed, component, says }) => {
        // Whoever fixes a value sees first that it passes its rules.
        const values = isFit(component) ? repairLocally(component) : null;
        if (values === null) return;
        guessed += 1;
        expect(areTrue(small, lines, values), `${says}; ${JSON.stringify([...values])}`).to.equal(true);
        for (const [variable, query] of textQueriesOf(component))
          expect(isGood(query, values.get(variable) ?? ""), says).to.equal(true);
        for (const [variable, value] of fixed) expect(values.get(variable), says).to.equal(value);
      });
      expect(guessed).to.be.above(COUNT / 8);
    });
  });
