import type { Pointer } from "../../model/fact.ts";
import type { EditValue, JsonEdit, Targets } from "../../model/remedy.ts";
import { isObject } from "../../text/is-object.ts";
import type { PrincipalElement } from "../shapes.ts";
import type { OpenStatement } from "./proposal.ts";

/** Who stays, and why: they were named on the command line or in trust, the statement names them, or nobody was and the owner stays. */
export interface Admitted extends Pick<Targets, "accounts" | "principals" | "organizations"> {
  readonly from: "targets" | "conditions" | "owner";
}

export const isWildcard = (element: PrincipalElement): boolean =>
  !element.not && element.entries.some(({ text }) => text === "*");

/** Accounts and ARNs, as Principal names them. */
export const namesOf = ({
  accounts,
  principals,
}: Pick<Admitted, "accounts" | "principals">): readonly string[] => [...accounts, ...principals];

/** One name, or a list of them. */
export const oneOrList = (names: readonly string[]): EditValue => {
  const [first, ...rest] = names;
  return first !== undefined && rest.length === 0 ? first : names;
};

/** The account that a principal's name means as a whole: its id, or the ARN of its root. */
export const accountNamed = (name: string): string | undefined =>
  /^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];

/** Puts names in the place of the wildcard; without any, takes the wildcard out. Null where nobody would be left. */
export const withoutWildcard = (
  open: OpenStatement,
  names: readonly string[],
  services: readonly string[],
): readonly JsonEdit[] | null => {
  const present = new Set(open.statement.principal.entries.flatMap(({ text }) => [text, accountNamed(text)]));
  const added = names.filter((name) => !present.has(name));
  const serving = services.filter((name) => !present.has(name));
  const principal = open.raw["Principal"];
  const path: Pointer = `${open.at}/Principal`;
  if (principal === "*") return wholly(path, added, serving);
  if (!isObject(principal)) return null;
  const aws = principal["AWS"];
  const others = (Array.isArray(aws) ? aws : []).filter((name) => name !== "*");
  if (added.length === 0 && others.length === 0)
    return Object.keys(principal).length === 1
      ? wholly(path, added, serving)
      : [{ op: "remove", path: `${path}/AWS` }, ...withServices(path, principal["Service"], serving)];
  const edits: readonly JsonEdit[] =
    !Array.isArray(aws) || others.length === 0
      ? [{ op: "replace", path: `${path}/AWS`, value: oneOrList(added) }]
      : replacedIn(`${path}/AWS`, aws, (name) => name === "*", added);
  return [...edits, ...withServices(path, principal["Service"], serving)];
};

const wholly = (
  path: Pointer,
  names: readonly string[],
  services: readonly string[],
): readonly JsonEdit[] | null =>
  names.length + services.length === 0
    ? null
    : [
        {
          op: "replace",
          path,
          value: {
            ...(names.length === 0 ? {} : { AWS: oneOrList(names) }),
            ...(services.length === 0 ? {} : { Service: oneOrList(services) }),
          },
        },
      ];

const withServices = (path: Pointer, present: unknown, added: readonly string[]): readonly JsonEdit[] => {
  if (added.length === 0) return [];
  if (present === undefined) return [{ op: "add", path: `${path}/Service`, value: oneOrList(added) }];
  const names = (Array.isArray(present) ? present : [present]).map(String);
  return [{ op: "replace", path: `${path}/Service`, value: oneOrList([...names, ...added]) }];
};

/** Takes the chosen elements out of a list, and puts the new ones where the first of them stood. */
export const replacedIn = (
  at: Pointer,
  list: readonly unknown[],
  isChosen: (element: unknown, index: number) => boolean,
  added: readonly string[],
): readonly JsonEdit[] => {
  const chosen = list.flatMap((element, index) => (isChosen(element, index) ? [index] : []));
  const [first, ...rest] = chosen;
  if (first === undefined) return [];
  const [value, ...more] = added;
  return [
    ...rest.toReversed().map((index): JsonEdit => ({ op: "remove", path: `${at}/${index}` })),
    value === undefined
      ? { op: "remove", path: `${at}/${first}` }
      : { op: "replace", path: `${at}/${first}`, value },
    ...more.map((one, index): JsonEdit => ({ op: "add", path: `${at}/${first + 1 + index}`, value: one })),
  ];
};

/** Takes AWS principals out by name and puts others in their place; null where nobody would be left. */
export const withoutNames = (
  { at, raw }: OpenStatement,
  isUnwanted: (name: string) => boolean,
  added: readonly string[],
): readonly JsonEdit[] | null => {
  const principal = raw["Principal"];
  if (!isObject(principal)) return null;
  const aws = principal["AWS"];
  const names: readonly unknown[] = Array.isArray(aws) ? aws : [aws];
  const unwanted = names.map((name) => isUnwanted(String(name)));
  if (!unwanted.includes(true)) return null;
  const path: Pointer = `${at}/Principal/AWS`;
  const missing = added.filter((name) => !names.includes(name));
  if (unwanted.includes(false) && Array.isArray(aws))
    return replacedIn(path, names, (_, index) => unwanted[index] === true, missing);
  if (missing.length > 0) return [{ op: "replace", path, value: oneOrList(missing) }];
  return Object.keys(principal).length === 1 ? null : [{ op: "remove", path }];
};
