import { wrapped } from "../../exporters/columns.ts";
import type { Paint } from "../../exporters/table/paint.ts";
import type { Change, Difference, Found } from "../../difference/difference.ts";
import type { Place } from "../../model/resource.ts";
import type { Party } from "../../policy/question.ts";
import { groupBy } from "../../text/order.ts";
import { visibleLine } from "../../text/visible.ts";

/** A difference for a person at a terminal. */
export const differenceAsTable = (difference: Difference, width: number, paint: Paint): string =>
  [
    ...[...groupBy(difference.changes, ({ resource }) => resource.id).values()].map((changes) =>
      section(changes, difference, width, paint),
    ),
    wrapped([closing(difference)], width, 0),
    "",
  ].join("\n");

/** All changes of one resource. */
const section = (
  changes: readonly Change[],
  { old, new: now }: Difference,
  width: number,
  paint: Paint,
): string => {
  const [first] = changes;
  if (first === undefined) return "";
  const lines = (text: string, indent: number): string => wrapped([visibleLine(text)], width, indent);
  const side = { both: "", new: `, in ${now.name} alone`, old: `, in ${old.name} alone` }[first.on];
  const about = (found: Found | null, says: string, kind: keyof typeof KINDS): readonly string[] => {
    if (found === null) return [];
    const { mark, label, style } = KINDS[kind];
    if (found.is === "undecided")
      return [paint("yellow", lines(`? not decided whether access is ${label}: ${found.reason}`, 2))];
    return [
      paint(style, lines(`${mark} ${label}: ${partiesOf(found)} may ${says}`, 2)),
      lines(`${whereOf(found)}, in ${(kind === "allowed" ? now : old).name}`, 4),
      ...exampleOf(found).map((one) => lines(one, 4)),
    ];
  };
  return [
    paint("bold", visibleLine(`${nameOf(first.resource)}${side}`)),
    // What was not read is the same line for every use.
    ...new Set(
      changes.flatMap(({ newlyAllowed, newlyClosed, says }) => [
        ...about(newlyAllowed, says, "allowed"),
        ...about(newlyClosed, says, "closed"),
      ]),
    ),
    "",
  ].join("\n");
};

const KINDS = {
  allowed: { mark: "+", label: "newly allowed", style: "red" },
  closed: { mark: "-", label: "newly closed", style: "green" },
} as const;

export const nameOf = ({ name, account, region }: Change["resource"]): string => {
  const place = [account, region].filter((one) => one !== null);
  return place.length === 0 ? name : `${name} (${place.join(", ")})`;
};

type Decided = Extract<Found, { is: "decided" }>;

/** "everyone", "account 111122223333 and role …". */
export const partiesOf = ({ allowedTo }: Decided): string => {
  const all = allowedTo.map(partyOf);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`;
};

const partyOf = ({ kind, name }: Party): string =>
  kind === "everyone"
    ? "everyone"
    : kind === "service" && name === "*"
      ? "any AWS service"
      : `${kind} ${name}`;

export const whereOf = ({ document, at, location }: Decided): string =>
  `policy "${document}" ${at}${location === null ? "" : ` at ${placeOf(location)}`}`;

const placeOf = ({ file, startLine, startColumn }: Place): string => `${file}:${startLine}:${startColumn}`;

/** A request that one side alone accepts, in a sentence. */
export const exampleOf = ({ witness }: Decided): readonly string[] =>
  witness === null ? [] : [`for example ${witness.action} by ${witness.principal}`];

export const closing = ({ summary, old, new: now }: Difference): string => {
  const { resources, newlyAllowed, newlyClosed, undecided } = summary;
  const incomplete = old.incomplete.length + now.incomplete.length;
  return [
    `${resources} ${resources === 1 ? "resource" : "resources"} compared.`,
    `Newly allowed: ${uses(newlyAllowed)}. Newly closed: ${uses(newlyClosed)}. Undecided: ${uses(undecided)}.`,
    ...(incomplete === 0 ? [] : ["What could not be read is not compared."]),
  ].join(" ");
};

const uses = (count: number): string => `${count} ${count === 1 ? "use" : "uses"}`;
