import type { Exporter, Piece } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import { isObject } from "../text/is-object.ts";

/** A plugin's exporter: where it throws or answers what is no list of pieces, the export fails and says whose fault it is. */
export const guardedExporter = (exporter: Exporter): Exporter => ({
  name: exporter.name,
  extension: exporter.extension,
  open: (options) => {
    const take = orProblem(exporter, () => exporter.open(options));
    if (typeof take !== "function") throw failed(exporter, "open answered no function");
    return (record) => {
      const pieces: unknown = orProblem(exporter, () => take(record));
      if (!Array.isArray(pieces) || !pieces.every(isPiece))
        throw failed(exporter, "it answered no list of pieces");
      return pieces;
    };
  },
});

const orProblem = <T>(exporter: Exporter, run: () => T): T => {
  try {
    return run();
  } catch (error) {
    throw failed(exporter, error instanceof Error ? error.message : String(error));
  }
};

const isPiece = (value: unknown): value is Piece =>
  isObject(value) &&
  typeof value["text"] === "string" &&
  (value["part"] === undefined || typeof value["part"] === "string");

const failed = ({ name }: Exporter, why: string): Error =>
  problem({
    what: `the format ${name} of a plugin failed: ${why}`,
    todo: "Mend the plugin, or leave the format out.",
    kind: "output",
  });
