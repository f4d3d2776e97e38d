import {
  GLOBAL_KEYS,
  isFamilyRow,
  RESTRICTING,
  type FormatName,
  type KeyMeaning,
  type KeyPart,
} from "../../keys.ts";
import { ANY_DIMENSIONS, carriers, FOLLOWED, KINDS, type Dimension, type Dimensions } from "./dimensions.ts";

/**
 * What a key shows of its variable. Keys that hang together are projections of one variable, so that no witness
 * contradicts itself: the account is a part of the principal's ARN, the organisation the beginning of its path.
 */
export type Projection = KeyPart;

type Behind = "text" | "addresses" | "instant" | "number" | "constant" | "shape" | "never";

/** A condition key in the terms of the decision; all of it follows from the key's row in keys.ts. */
export interface ConditionKey {
  /** In lower case. */
  readonly id: string;
  /** In the table's spelling; of a family, as the policy writes it. */
  readonly name: string;
  /** Null of a key that no table has. */
  readonly meaning: KeyMeaning | null;
  readonly behind: Behind;
  readonly variable: string;
  readonly projection: Projection;
  /** What the variable's texts look like; null where any text may be one. */
  readonly format: FormatName | null;
  /** Whether a stranger's request carries values of the stranger's own and no others. */
  readonly restricts: boolean;
  readonly carriedOn: Dimensions;
  readonly optional: boolean;
  /** Keys of one name here are there together or not at all. */
  readonly together: string;
  readonly multivalued: boolean;
  /** Of a key that follows from the shape: the dimension, and the value of each alternative. */
  readonly by?: { readonly dimension: Dimension; readonly values: ReadonlyMap<number, string> };
  /** Of a constant: its value, or which fact of the resource it is. */
  readonly constant?: string | { readonly the: "region" | "owner" | "resource" };
  /** Nothing is known about whether requests carry the key, or with which value. */
  readonly open: boolean;
  /** Documentation of the service disputes that its policies can use the key. */
  readonly disputed: boolean;
}

const BEHIND: Readonly<Partial<Record<KeyMeaning["type"], Behind>>> = {
  ip: "addresses",
  date: "instant",
  number: "number",
};

const behind = (row: KeyMeaning): Behind => {
  if (row.class === "absent") return "never";
  if (row.constant !== undefined) return "constant";
  if (row.follows !== undefined) return "shape";
  return row.values === undefined ? (BEHIND[row.type] ?? "text") : "text";
};

const byDimension = ({ follows }: KeyMeaning): Pick<ConditionKey, "by"> => {
  if (follows === undefined) return {};
  if (follows.from !== "caller") {
    const { dimension, without, with: yes } = FOLLOWED[follows.from];
    const values = new Map([
      ...without.map((bit) => [bit, follows.values.without] as const),
      ...yes.map((bit) => [bit, follows.values.with] as const),
    ]);
    return { by: { dimension, values } };
  }
  const { values } = follows;
  const all = (["user", "session", "role", "root", "federated", "service"] as const).flatMap(
    (kind): (readonly [number, string])[] => {
      const value = values[kind];
      return value === undefined ? [] : [[KINDS[kind], value]];
    },
  );
  return { by: { dimension: "kinds", values: new Map(all) } };
};

/** For each variable that several keys share: the row that describes its texts. */
const SHARED: ReadonlyMap<string, KeyMeaning> = new Map(
  GLOBAL_KEYS.flatMap((row) =>
    row.variable === undefined || row.format === undefined ? [] : [[row.variable, row] as const],
  ),
);

const UNKNOWN = {
  meaning: null,
  behind: "never",
  projection: "whole",
  format: null,
  restricts: false,
  carriedOn: ANY_DIMENSIONS,
  optional: false,
  multivalued: false,
  disputed: false,
} as const;

/** The key by its written name. Each member of a family is a key of its own. */
export const conditionKeyOf = (
  written: string,
  meaning: KeyMeaning | null,
  actions: number = ANY_DIMENSIONS.actions,
): ConditionKey => {
  const id = written.toLowerCase();
  if (meaning === null) return { ...UNKNOWN, id, name: written, variable: id, together: id, open: true };
  const variable = meaning.variable ?? id;
  const shared = SHARED.get(variable) ?? meaning;
  return {
    id,
    name: isFamilyRow(meaning) ? meaning.name + written.slice(meaning.name.length) : meaning.name,
    meaning,
    behind: behind(meaning),
    variable,
    projection: meaning.part ?? "whole",
    format: shared.format ?? null,
    restricts: RESTRICTING.has(shared.class),
    carriedOn: { ...carriers(meaning), actions },
    optional: meaning.optional ?? false,
    together: meaning.together ?? id,
    multivalued: meaning.multivalued && meaning.oneValue !== true,
    ...byDimension(meaning),
    ...(meaning.constant === undefined ? {} : { constant: meaning.constant }),
    open: meaning.contested ?? false,
    disputed: false,
  };
};

/** The global keys in the documentation's spelling, made once. */
export const GLOBAL_CONDITION_KEYS: ReadonlyMap<string, ConditionKey> = new Map(
  GLOBAL_KEYS.filter((row) => !isFamilyRow(row) && row.byAction !== true).map((row) => [
    row.name,
    conditionKeyOf(row.name, row),
  ]),
);
