import { groupBy } from "../../src/text/order.ts";

/** What our tables decide on: names as they stand in the tables; of an exclusion the name and the reason. */
export interface Tables {
  /** Global condition keys; a name that ends in `/` stands for a family. */
  readonly globalKeys: readonly string[];
  /** Condition keys of the service. */
  readonly serviceKeys: readonly string[];
  readonly actions: readonly { readonly name: string; readonly keys: readonly string[] }[];
  /** Actions of the service that are not authorised on the judged resource. */
  readonly otherActions: readonly string[];
  readonly excluded: {
    readonly globalKeys: Reasons;
    readonly serviceKeys: Reasons;
    readonly actions: Reasons;
    readonly otherActions: Reasons;
    readonly resourceTypes: Reasons;
  };
  readonly resourceTypes: readonly string[];
}

type Reasons = Readonly<Record<string, string>>;

/** A published list. */
export interface Source {
  /** With its version or date. */
  readonly title: string;
  readonly globalKeys: readonly string[];
  readonly serviceKeys: readonly string[];
  /** Actions that are authorised on the judged resource; `keys` is null where the list names none. */
  readonly actions: readonly { readonly name: string; readonly keys: readonly string[] | null }[];
  /** The service's other actions. */
  readonly otherActions: readonly string[];
  readonly resourceTypes: readonly string[];
}

type Lists = "globalKeys" | "serviceKeys" | "actions" | "otherActions" | "resourceTypes";

const WORDS: Readonly<Record<Lists, string>> = {
  globalKeys: "global condition key",
  serviceKeys: "condition key of the service",
  actions: "action",
  otherActions: "action on other resources",
  resourceTypes: "resource type",
};

const LISTS: readonly Lists[] = ["globalKeys", "serviceKeys", "actions", "otherActions", "resourceTypes"];

/** Resource tags are the same for every action: a global key decides on them. */
const OF_THE_RESOURCE = "aws:resourcetag/";

/** Names are compared without regard to case; `aws:PrincipalTag/tag-key` and `…/${TagKey}` are the family `aws:principaltag/`. */
const plain = (name: string): string => name.toLowerCase().replace(/\/.*$/, "/");

/** What the sources list and the tables do not decide on, a line each, beginning with its name; empty where nothing drifted. */
export const drift = (tables: Tables, sources: readonly Source[]): readonly string[] => [
  ...LISTS.flatMap((list) => undecided(list, tables, sources)),
  ...sources.flatMap((source) => source.actions.flatMap((action) => otherKeys(action, tables, source))),
];

const namesIn = (list: Lists, { actions, ...others }: Source | Tables): readonly string[] =>
  list === "actions" ? actions.map(({ name }) => name) : others[list];

const undecided = (list: Lists, tables: Tables, sources: readonly Source[]): readonly string[] => {
  const decided = new Set([...namesIn(list, tables), ...Object.keys(tables.excluded[list])].map(plain));
  const open = sources.flatMap((source) =>
    namesIn(list, source)
      .filter((name) => !decided.has(plain(name)))
      .map((name) => ({ name, title: source.title })),
  );
  return [...groupBy(open, ({ name }) => plain(name)).values()].map((group) => {
    const titles = [...new Set(group.map(({ title }) => title))].join("; ");
    return `${group[0]?.name ?? ""}: no row and no exclusion decides on this ${WORDS[list]} (${titles})`;
  });
};

/** An action whose requests carry other condition keys than its row says. */
const otherKeys = (
  { name, keys }: Source["actions"][number],
  tables: Tables,
  { title }: Source,
): readonly string[] => {
  const row = tables.actions.find((action) => plain(action.name) === plain(name));
  if (row === undefined || keys === null) return [];
  const published = new Set(keys.map(plain).filter((key) => key !== OF_THE_RESOURCE));
  const ours = new Set(row.keys.map(plain));
  return [
    ...keys
      .filter((key) => published.has(plain(key)) && !ours.has(plain(key)))
      .map((key) => `${key}: ${title} says that ${name} carries this condition key; its row does not`),
    ...row.keys
      .filter((key) => !published.has(plain(key)))
      .map((key) => `${key}: the row of ${name} has this condition key; ${title} does not`),
  ];
};
