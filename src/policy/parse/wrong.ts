import type { Pointer } from "../../model/fact.ts";

/** The first thing for which AWS would refuse the document; thrown where it is met, caught where the reading began. */
export interface Wrong {
  readonly at: Pointer;
  readonly wrong: string;
}

/** Thrown where the text is no JSON or has a member twice: text/json.ts finds the place and the words. */
export const NOT_JSON: Wrong = { at: "", wrong: "not JSON" };

export const refuse = (at: Pointer, wrong: string): never => {
  const reason: Wrong = { at, wrong };
  // eslint-disable-next-line no-throw-literal -- no error, and no stack to build
  throw reason;
};

export const isWrong = (thrown: unknown): thrown is Wrong =>
  typeof thrown === "object" && thrown !== null && "wrong" in thrown;
