import { isAboutScope } from "../../../model/finding.ts";
import { rowOf, type Collected, type ResourceRow } from "../collect.ts";
import { counted, grouped, STATUS, type Word } from "../text.ts";
import { anchorOf, timeView, whereView, type TimeView, type WhereView } from "./atoms.ts";

export interface ResourcesView {
  readonly rules: readonly { readonly id: string; readonly anchor: string }[];
  readonly columns: number;
  readonly shown: string;
  /** Rows that stand for a whole scope; null where there is none. */
  readonly scopes: string | null;
  /** Made one after the other, so that only one of them is held with all its rows. */
  readonly chunks: readonly (() => ResourceChunk)[];
  /** How many resources are only in the CSV and results files; null where all are here. */
  readonly leftOut: string | null;
}

interface ResourceChunk {
  readonly number: number;
  readonly rules: ResourcesView["rules"];
  readonly columns: number;
  readonly caption: string;
  readonly rows: readonly ResourceView[];
}

interface ResourceView {
  readonly name: string;
  /** Null where it says the same as the name. */
  readonly id: string | null;
  readonly where: WhereView;
  readonly collectedAt: TimeView;
  readonly cells: readonly (CellView | null)[];
  readonly reasons: readonly { readonly rule: string; readonly message: string; readonly mark: string }[];
}

interface CellView extends Word {
  /** The finding's detail; null for a pass, and where the page holds no more details. */
  readonly anchor: string | null;
  readonly excepted: boolean;
}

/** Long tables are cut: a browser lays out and prints sections of this size three times as fast as one table. */
const CHUNK = 500;

export const resourcesView = ({ head, rows, details }: Collected): ResourcesView => {
  const rules = head.rules.map(({ id }) => ({ id, anchor: anchorOf("r", id) }));
  const detailed = new Set(details.values().map(({ id }) => id));
  const kept = rows.kept();
  let scopeRows = 0;
  for (const text of rows.part(0, kept)) if (isAboutScope(rowOf(text).resource)) scopeRows += 1;
  return {
    rules,
    columns: rules.length + 2,
    shown: grouped(kept),
    scopes: scopeRows === 0 ? null : counted(scopeRows, "row stands", "rows stand"),
    chunks: Array.from({ length: Math.ceil(kept / CHUNK) }, (_, index) => () => ({
      number: index + 1,
      rules,
      columns: rules.length + 2,
      caption: `Rows ${grouped(index * CHUNK + 1)} to ${grouped(Math.min((index + 1) * CHUNK, kept))} of ${grouped(rows.total())}`,
      rows: [...rows.part(index * CHUNK, (index + 1) * CHUNK)].map((text) =>
        resourceView(rowOf(text), rules, detailed),
      ),
    })),
    leftOut: rows.total() > kept ? counted(rows.total() - kept, "further resource") : null,
  };
};

const resourceView = (
  { resource, collectedAt, cells }: ResourceRow,
  rules: ResourcesView["rules"],
  detailed: ReadonlySet<string>,
): ResourceView => ({
  name: resource.name,
  id: resource.id === resource.name ? null : resource.id,
  where: whereView(resource),
  collectedAt: timeView(collectedAt),
  cells: rules.map(({ id }) => {
    const cell = cells.get(id);
    return cell === undefined
      ? null
      : {
          ...STATUS[cell.status],
          anchor: detailed.has(cell.id) ? anchorOf("f", cell.id) : null,
          excepted: cell.excepted,
        };
  }),
  reasons: [...cells].map(([rule, { message, status }]) => ({ rule, message, mark: STATUS[status].mark })),
});
