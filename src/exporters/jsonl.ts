import type { Exporter } from "../model/exporter.ts";

/** The results stream itself, a record a line; without a `summary` line it is incomplete. */
export const jsonl: Exporter = {
  name: "jsonl",
  extension: "jsonl",
  open: () => (record) => [{ text: `${JSON.stringify(record)}\n` }],
};
