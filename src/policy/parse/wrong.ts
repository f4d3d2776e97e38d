import type { Pointer } from "../../model/fact.ts";

/** The first thing for which AWS would refuse the document. */
export interface Wrong {
  readonly at: Pointer;
  readonly wrong: string;
}

export const isWrong = (part: object): part is Wrong => "wrong" in part;
