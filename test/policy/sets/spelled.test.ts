import { expect } from "chai";
import {
  foldCase,
  literal,
  MANY,
  ofClass,
  ONE,
  wildcards,
  type Tokens,
} from "../../../src/policy/sets/pattern.ts";
import { part, type Inner, type Part, type Requirement } from "../../../src/policy/sets/requirement.ts";
import { spelled } from "../../../src/policy/sets/spelled.ts";

const of = (...patterns: readonly Tokens[]): string => spelled([{ patterns, wanted: true }]);

describe("requirements as texts", () => {
  it("are equal for equal requirements", () => {
    expect(of(wildcards("a*b?"), literal("c"))).to.equal(of(wildcards("a*b?"), literal("c")));
    expect(of([ofClass("[0-9]", true)])).to.equal(of([ofClass("[0-9]", true)]));
    expect(of(foldCase(literal("ab")))).to.equal(of(foldCase(literal("ab"))));
  });

  it("differ wherever requirements do", () => {
    const texts = [
      of(),
      of([]),
      of([], []),
      of(literal("a*b")),
      of(wildcards("a*b")),
      of(wildcards("a?b")),
      of(literal("a"), literal("b")),
      of(literal("a|b")),
      of(literal("ab")),
      of(foldCase(literal("ab"))),
      of([MANY]),
      of([ONE]),
      of([ofClass("[0-9]", true)]),
      of([ofClass("[0-9]", false)]),
      of([ofClass("[a-z]", false)]),
      of([{ has: (unit) => unit !== ":", repeat: true }]),
      of([{ has: (unit) => unit !== "/", repeat: true }]),
      spelled([]),
      spelled([{ patterns: [literal("a")], wanted: false }]),
      spelled([
        { patterns: [literal("a")], wanted: true },
        { patterns: [], wanted: true },
      ]),
      // A text may hold whatever stands between requirements.
      of(literal("a\u{0}|b")),
      of(literal("a\u{0}+")),
      of(literal("a\u{0}0")),
      of(literal("a")),
    ];
    expect(new Set(texts).size).to.equal(texts.length);
  });

  it("differ wherever what is made of parts, or between them, does", () => {
    const [a, b] = [part(literal("a")), part(literal("b"))];
    const either: Part = { ...a, fold: true };
    const both: Part = { texts: [...a.texts, ...b.texts], fold: false };
    const between = (around: Inner["around"], whole: Part = a): Requirement => ({
      around,
      whole: whole.texts,
      fold: whole.fold,
    });
    const all: readonly (readonly Requirement[])[] = [
      [{ ways: [] }],
      [{ ways: [] }, { ways: [] }],
      ...[[], [a], [b], [either], [both], [a, b], [b, a]].map((way) => [{ ways: [way] }]),
      [{ ways: [[a], [b]] }],
      [{ ways: [[], [a, b]] }],
      [{ ways: [[a]] }, { ways: [[b]] }],
      [{ ways: [[{ texts: [{ ways: [[a]] }], fold: false }]] }],
      [{ ways: [[a]] }, ...b.texts],
      [between([])],
      [between([], b)],
      [between([], both)],
      [between([], either)],
      [between([{ before: [a], after: [] }])],
      [between([{ before: [b], after: [] }])],
      [between([{ before: [either], after: [] }])],
      [between([{ before: [], after: [a] }])],
      [between([{ before: [a], after: [b] }])],
      [between([{ before: [a, b], after: [] }])],
      [
        between([
          { before: [a], after: [] },
          { before: [], after: [b] },
        ]),
      ],
    ];
    expect(new Set(all.map(spelled)).size).to.equal(all.length);
    expect(spelled([between([{ before: [either], after: [b] }])])).to.equal(
      spelled([between([{ before: [{ ...a, fold: true }], after: [part(literal("b"))] }])]),
    );
  });
});
