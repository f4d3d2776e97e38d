import type { Pointer } from "../model/fact.ts";
import type { LocatedEvidence } from "../model/finding.ts";
import type { Place, PolicyDocument } from "../model/resource.ts";
import type { Evidence, EvidenceRole } from "../model/verdict.ts";
import { parent } from "../text/pointer.ts";

/** The place of an element, or of its nearest ancestor that has one. */
export const placeOf = (document: PolicyDocument, at: Pointer): Place | null => {
  for (let pointer: Pointer | null = at; pointer !== null; pointer = parent(pointer)) {
    const place = document.places?.[pointer];
    if (place !== undefined) return place;
  }
  return null;
};

/** Adds to each evidence the place of its element, where its document has places. */
export const located = (
  evidence: readonly Evidence[],
  documents: readonly PolicyDocument[],
): readonly LocatedEvidence[] =>
  evidence.map((one) => {
    const document = documents.find(({ name }) => name === one.document);
    const location = document === undefined ? null : placeOf(document, one.at);
    return location === null ? one : { ...one, location };
  });

/** What a reader should be led to, in this order. */
const TELLING: readonly EvidenceRole[] = [
  "grants",
  "fails-to-limit",
  "fails-to-deny",
  "remark",
  "limits",
  "denies",
];

/** The place that says most: of the element that grants, else of what was weighed beside it. */
export const tellingPlace = (evidence: readonly LocatedEvidence[]): Place | null => {
  for (const role of TELLING) {
    const place = evidence.find((one) => one.role === role && one.location !== undefined)?.location;
    if (place !== undefined) return place;
  }
  return null;
};
