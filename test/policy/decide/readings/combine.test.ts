import { expect } from "chai";
import { combine, nextTo } from "../../../../src/policy/decide/readings/combine.ts";
import type { OpenQuestion, Reading } from "../../../../src/policy/decide/readings/open-question.ts";
import type { Exposure } from "../../../../src/policy/question.ts";

const question = (name: string, weight: OpenQuestion["weight"], choices = 2): OpenQuestion => ({
  name,
  weight,
  about: { of: "key", id: name },
  choices: Array.from({ length: choices }, (_, at) => ({
    is: "present",
    value: String(at),
    grants: "least",
  })),
  raisedBy: [],
});

/** The values chosen for the questions, in their order; `+` and `-` where only bounds are tried. */
const chosen = (questions: readonly OpenQuestion[], reading: Reading): string =>
  questions
    .map((one) => reading.get(one) ?? one.choices[0])
    .map((choice) =>
      choice?.is === "present"
        ? choice.value
        : choice?.is === "bound"
          ? choice.grants === "most"
            ? "+"
            : "-"
          : "?",
    )
    .join("");

interface Outcome {
  readonly exposure: Exposure;
  readonly doubts: readonly string[];
  readonly tried: readonly string[];
  readonly explained: string;
}

/** What the exposures under each reading come to; `otherwise` is the exposure under every reading that is not listed. */
const combined = (
  questions: readonly OpenQuestion[],
  exposures: Readonly<Record<string, Exposure>>,
  otherwise: Exposure = "private",
  standardMatters = true,
): Outcome => combinedBy(questions, (key) => exposures[key] ?? otherwise, standardMatters);

const combinedBy = (
  questions: readonly OpenQuestion[],
  exposureOf: (chosen: string) => Exposure,
  standardMatters = true,
): Outcome => {
  const tried: string[] = [];
  const { exposure, doubts, reading } = combine(
    questions,
    (one) => {
      const key = chosen(questions, one);
      tried.push(key);
      return { exposure: exposureOf(key) };
    },
    () => standardMatters,
  );
  return { exposure, doubts: doubts.map(({ name }) => name), tried, explained: chosen(questions, reading) };
};

const R = question("r", "review");
const S = question("s", "review");
const F = question("f", "failure");
const G = question("g", "standard");
/** 128 readings. */
const SEVEN = Array.from({ length: 7 }, (_, at) => question(`q${at}`, "review"));

describe("the answer over all readings", () => {
  it("is the only answer where there is no question", () => {
    expect(combined([], { "": "restricted" })).to.deep.equal({
      exposure: "restricted",
      doubts: [],
      tried: [""],
      explained: "",
    });
  });

  it("is the answer as written where a question has no choice", () => {
    for (const weight of ["failure", "review"] as const)
      expect(combined([question("e", weight, 0)], { "?": "cross-account" })).to.deep.equal({
        exposure: "cross-account",
        doubts: [],
        tried: ["?"],
        explained: "?",
      });
  });

  it("is what all readings agree on, without a doubt", () => {
    for (const exposure of [
      "exposed",
      "undecided",
      "invalid",
      "cross-account",
      "restricted",
      "private",
    ] as const) {
      const { tried, ...outcome } = combined([R, S], {}, exposure);
      expect(outcome).to.deep.equal({ exposure, doubts: [], explained: "00" });
      expect(tried).to.have.members(["00", "01", "10", "11"]);
    }
  });

  it("is the first of several passes in the order of precedence, explained with its reading", () => {
    expect(combined([R], { 0: "private", 1: "cross-account" })).to.deep.include({
      exposure: "cross-account",
      doubts: [],
      explained: "1",
    });
    expect(combined([R], { 0: "restricted", 1: "private" })).to.deep.include({
      exposure: "restricted",
      explained: "0",
    });
  });

  it("is undecided where a question of weight review decides whether strangers get in", () => {
    for (const open of ["exposed", "undecided", "invalid"] as const) {
      const outcome = combined([R, S], { 10: open, 11: open });
      expect(outcome.exposure, open).to.equal("undecided");
      expect(outcome.doubts, open).to.deep.equal(["r"]);
    }
  });

  it("names every question where only several together make a difference", () => {
    expect(combined([R, S], { 11: "exposed" })).to.deep.include({
      exposure: "undecided",
      doubts: ["r", "s"],
    });
  });

  it("is exposed where one reading of weight failure lets strangers in whatever the others are", () => {
    expect(combined([F, R], { 10: "exposed", 11: "exposed" })).to.deep.include({
      exposure: "exposed",
      doubts: ["f"],
      explained: "10",
    });
    expect(combined([F, R], { 11: "exposed" })).to.deep.include({ exposure: "undecided" });
    expect(combined([F, R], {}, "exposed")).to.deep.include({ exposure: "exposed", doubts: [] });
  });

  it("tries the second reading of weight standard only where it can matter", () => {
    expect(combined([G], { 1: "exposed" }, "private", false)).to.deep.include({
      exposure: "private",
      tried: ["0"],
    });
    expect(combined([G], { 1: "exposed" })).to.deep.equal({
      exposure: "undecided",
      doubts: ["g"],
      tried: ["0", "1"],
      explained: "0",
    });
  });

  it("stays exposed, with a doubt, where the second reading of weight standard makes a pass of it", () => {
    expect(combined([G], { 0: "exposed" })).to.deep.include({ exposure: "exposed", doubts: ["g"] });
    expect(combined([G], { 0: "exposed", 1: "undecided" })).to.deep.include({
      exposure: "exposed",
      doubts: [],
    });
    expect(combined([F, G], { 10: "exposed" })).to.deep.include({ exposure: "exposed", doubts: ["f", "g"] });
  });

  it("is the first pass of both readings of weight standard", () => {
    expect(combined([G], { 0: "private", 1: "restricted" })).to.deep.include({
      exposure: "restricted",
      doubts: [],
      explained: "1",
    });
    expect(combined([G], { 0: "cross-account", 1: "restricted" })).to.deep.include({
      exposure: "cross-account",
      explained: "0",
    });
  });

  it("keeps undecided undecided, whatever the second reading of weight standard gives", () => {
    expect(combined([G], { 0: "undecided", 1: "private" })).to.deep.include({
      exposure: "undecided",
      doubts: [],
    });
  });

  it("tries each of 64 readings, and of more the bounds alone where both are the same", () => {
    expect(new Set(combined(SEVEN.slice(1), {}).tried).size).to.equal(64);
    expect(combined(SEVEN, {}).tried).to.deep.equal(["-------", "+++++++"]);
  });

  it("answers one question after the other until both bounds of the rest are the same", () => {
    const outcome = combinedBy(SEVEN, (key) => (/^[1+]/.test(key) ? "exposed" : "private"));
    expect(outcome.tried.slice(2)).to.deep.equal(["0------", "0++++++", "1------", "1++++++"]);
    expect(outcome).to.deep.include({ exposure: "undecided", doubts: ["q0"] });
  });

  it("is exposed where every answer is, though the bounds differ", () => {
    const outcome = combinedBy(SEVEN, (key) => (/^.?-/.test(key) ? "private" : "exposed"));
    expect(outcome.tried).to.have.length(2 + 2 * 2 + 4 * 2);
    expect(outcome).to.deep.include({ exposure: "exposed", doubts: [] });
  });

  it("lets the bounds stand for what is left after 64 decisions", () => {
    const outcome = combinedBy(SEVEN, (key) => (key.includes("+") ? "exposed" : "private"));
    expect(outcome.tried.length).to.be.within(40, 64);
    expect(outcome.exposure).to.equal("undecided");
  });

  it("names the questions that matter, of more than 64 readings too", () => {
    const together = combinedBy(SEVEN, (key) => (/^[1+].[1+]/.test(key) ? "exposed" : "private"));
    expect(together).to.deep.include({ exposure: "undecided", doubts: ["q0", "q2"] });
  });

  it("names what was left undivided after 64 decisions", () => {
    const outcome = combinedBy(SEVEN, (key) => (/[1+]$/.test(key) ? "exposed" : "private"));
    expect(outcome.exposure).to.equal("undecided");
    expect(outcome.doubts).to.include("q6");
  });

  it("divides the second reading of weight standard for itself", () => {
    const outcome = combinedBy([...SEVEN, G], (key) =>
      key.endsWith("1") && /^.?\+/.test(key) ? "exposed" : "private",
    );
    expect(outcome).to.deep.include({ exposure: "private", doubts: [] });
  });

  it("tries all of them under each reading of weight failure", () => {
    const outcome = combinedBy([...SEVEN, F], (key) => (key.endsWith("1") ? "exposed" : "private"));
    expect(outcome.tried).to.deep.equal(["-------0", "+++++++0", "-------1", "+++++++1"]);
    expect(outcome).to.deep.include({ exposure: "exposed", doubts: ["f"] });
  });
});

describe("the readings next to one", () => {
  it("differ from it in one question", () => {
    const three = question("t", "review", 3);
    const from: Reading = new Map([[three, three.choices[1] ?? { is: "as written" }]]);
    const questions = [R, three];
    expect(
      nextTo(questions, from).map(({ question: { name }, reading }) => [name, chosen(questions, reading)]),
    ).to.deep.equal([
      ["r", "11"],
      ["t", "00"],
      ["t", "02"],
    ]);
    expect(nextTo([], from)).to.deep.equal([]);
  });
});
