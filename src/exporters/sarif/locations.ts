import { placeOf } from "../place-of.ts";
import { refersTo } from "../../model/document-reference.ts";
import type { Finding, FindingFault, LocatedEvidence } from "../../model/finding.ts";
import type { Place } from "../../model/resource.ts";
import {
  SOURCE_ROOT,
  type SarifCodeFlow,
  type SarifLocation,
  type SarifPhysicalLocation,
  type SarifRegion,
} from "./builder.ts";
import { RELATED_LOCATIONS } from "./limits.ts";
import { messageText } from "./message.ts";
import { relativeUri } from "./uri.ts";

/** Where a live scope's inventory is, whether or not it was written: GitHub refuses a file for one result without a file. */
const INVENTORY = "postern-inventory";

/** The place to mend: the fault's own, the element that grants, the resource's, or the first line of its file. */
export const primaryPlace = (finding: Finding, fault: FindingFault | null): Place =>
  fault?.location ?? grantOf(finding, fault)?.location ?? placeOf(finding) ?? firstLine(fileOf(finding));

const grantOf = ({ evidence }: Finding, fault: FindingFault | null): LocatedEvidence | undefined =>
  evidence.find(
    (one) =>
      one.location !== undefined && (fault === null || (isOfFault(one, fault) && one.role === "grants")),
  );

const isOfFault = (one: LocatedEvidence, fault: FindingFault): boolean =>
  one.document === fault.document && one.documentIndex === fault.documentIndex;

const firstLine = (file: string): Place => ({
  file,
  startLine: 1,
  startColumn: 1,
  endLine: 1,
  endColumn: 2,
});

/** A resource in source code is called `iac:<file>#<address>`; a live one stands in its scope's inventory. */
const fileOf = ({ resource, scope }: Finding): string =>
  /^iac:([^#]+)#/.exec(resource.id)?.[1] ??
  (scope.startsWith("aws/") ? `${INVENTORY}/${scope}.json` : scope.split("/").slice(1, -1).join("/"));

/**
 * One line: GitHub annotates a pull request only where every line of the region is in the diff. A place of several
 * lines is shown by its first character, and whole as the context.
 */
const physicalLocation = (place: Place): SarifPhysicalLocation => ({
  artifactLocation: { uri: relativeUri(place.file), uriBaseId: SOURCE_ROOT },
  region: oneLine(place),
  ...(place.endLine > place.startLine ? { contextRegion: regionOf(place) } : {}),
});

const regionOf = ({ startLine, startColumn, endLine, endColumn }: Place): SarifRegion => ({
  startLine,
  startColumn,
  endLine,
  endColumn,
});

const oneLine = (place: Place): SarifRegion =>
  place.endLine === place.startLine && place.endColumn > place.startColumn
    ? regionOf(place)
    : { ...regionOf(place), endLine: place.startLine, endColumn: place.startColumn + 1 };

export const primaryLocation = (finding: Finding, place: Place): SarifLocation => ({
  physicalLocation: physicalLocation(place),
  logicalLocations: [
    { name: finding.resource.name, fullyQualifiedName: finding.resource.id, kind: "resource" },
  ],
});

/** A related location and the place it came from; `id` is what links in the message name. */
export interface Related {
  readonly id: number;
  readonly place: Place;
  readonly says: string;
}

/** The resource that has the policy, and the policy. */
const attachment = (
  { resource, documents }: Finding,
  fault: FindingFault | null,
): readonly Omit<Related, "id">[] => {
  const document =
    fault === null ? undefined : documents.find(({ name }, index) => refersTo(fault, name, index));
  return [
    ...(resource.place === undefined ? [] : [{ place: resource.place, says: resource.name }]),
    ...(document?.place === undefined ? [] : [{ place: document.place, says: `policy ${document.name}` }]),
  ];
};

/** The resource, the policy, then each element that bears on this fault, ids from 1; a place is named once. */
export const relatedPlaces = (
  finding: Finding,
  fault: FindingFault | null,
  primary: Place,
): readonly Related[] => {
  const candidates = [
    ...attachment(finding, fault),
    ...finding.evidence.flatMap((one) =>
      one.location !== undefined && (fault === null || one.document === undefined || isOfFault(one, fault))
        ? [{ place: one.location, says: one.says }]
        : [],
    ),
  ];
  const seen = new Set([keyOf(primary)]);
  return candidates
    .filter(({ place }) => !seen.has(keyOf(place)) && seen.add(keyOf(place)))
    .slice(0, RELATED_LOCATIONS)
    .map((candidate, index) => ({ ...candidate, id: index + 1 }));
};

const keyOf = ({ file, startLine, startColumn, endLine, endColumn }: Place): string =>
  [startLine, startColumn, endLine, endColumn, file].join(":");

export const relatedLocation = ({ id, place, says }: Related): SarifLocation => ({
  id,
  physicalLocation: physicalLocation(place),
  message: { text: messageText(says) },
});

/**
 * From the resource that attaches the policy, through the policy, to the element that grants: GitHub's "Show paths".
 * Null where all of it is one place, for then there is no path to show.
 */
export const codeFlow = (finding: Finding, fault: FindingFault, primary: Place): SarifCodeFlow | null => {
  const steps = [...attachment(finding, fault), { place: primary, says: "the element that grants" }];
  const distinct = new Set(steps.map(({ place }) => keyOf(place)));
  if (distinct.size < 2) return null;
  return {
    threadFlows: [
      {
        locations: steps.map(({ place, says }) => ({
          location: { physicalLocation: physicalLocation(place), message: { text: messageText(says) } },
        })),
      },
    ],
  };
};
