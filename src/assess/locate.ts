import type { Pointer } from "../model/fact.ts";
import { refersTo } from "../model/document-reference.ts";
import type { LocatedEvidence } from "../model/finding.ts";
import type { Place, PolicyDocument } from "../model/resource.ts";
import type { Evidence, EvidenceRole, Fault } from "../model/verdict.ts";
import { parent } from "../text/pointer.ts";

/**
 * The place of an element, or of its nearest ancestor that has one. An element of several lines that holds one value is
 * shown at that value: a pull request is annotated only where every line of the place is among its changes.
 */
export const placeOf = (document: PolicyDocument, at: Pointer): Place | null => {
  const { places } = document;
  // A policy of a live account has none.
  if (places === undefined) return null;
  for (let pointer: Pointer | null = at; pointer !== null; pointer = parent(pointer)) {
    const place = places[pointer];
    if (place === undefined) continue;
    return place.endLine > place.startLine && pointer === at ? (onlyValue(places, at) ?? place) : place;
  }
  return null;
};

/** The place of the one value below an element; null where there are none or several. */
const onlyValue = (places: Readonly<Record<string, Place>>, at: Pointer): Place | null => {
  const inner = Object.keys(places).filter((pointer) => pointer.startsWith(`${at}/`));
  // There is one value only where everything else encloses the deepest place.
  const deepest = inner.reduce((one, other) => (other.length > one.length ? other : one), "");
  const isOnly = inner.every((pointer) => pointer === deepest || deepest.startsWith(`${pointer}/`));
  return isOnly ? (places[deepest] ?? null) : null;
};

/** Adds to each evidence the place of its element, where its document has places. */
export const located = (
  evidence: readonly Evidence[],
  documents: readonly PolicyDocument[],
): readonly LocatedEvidence[] =>
  evidence.map((one) => {
    const document = documents.find(({ name }, index) => refersTo(one, name, index));
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

/** The place of a fault: inside the statement that lets the stranger in, of the element that grants; else of the statement. */
export const placeOfFault = (
  fault: Fault,
  evidence: readonly LocatedEvidence[],
  documents: readonly PolicyDocument[],
): Place | null => {
  const { document, documentIndex, at } = fault;
  const ofDocument = evidence.filter(
    (one) => one.document === document && one.documentIndex === documentIndex,
  );
  if (at === undefined) return tellingPlace(ofDocument);
  const own = documents.find(({ name }, index) => refersTo(fault, name, index));
  return (
    tellingPlace(ofDocument.filter((one) => one.at === at || one.at.startsWith(`${at}/`))) ??
    (own === undefined ? null : placeOf(own, at))
  );
};
