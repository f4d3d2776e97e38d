import type { Exporter, Piece } from "../model/exporter.ts";
import type { Coverage, Gone, ResultsRecord } from "../model/results.ts";

/** One object, `{"kind":"results",…}`: findings are written as they come, a line each; the rest is small and kept. */
export const json: Exporter = {
  name: "json",
  extension: "json",
  open: () => {
    const coverage: Coverage[] = [];
    const gone: Gone[] = [];
    let findings = 0;
    return (record) => {
      switch (record.kind) {
        case "run":
          return [
            piece(
              `{"kind":"results","version":1,\n"run":${JSON.stringify(record.run)},\n"rules":${JSON.stringify(record.rules)},\n"findings":[`,
            ),
          ];
        case "finding":
          findings += 1;
          return [piece(`${findings === 1 ? "\n" : ",\n"}${JSON.stringify(record)}`)];
        case "coverage":
          coverage.push(record);
          return [];
        case "gone":
          gone.push(record);
          return [];
        case "summary":
          return [
            piece(
              `\n],\n"coverage":${list(coverage)},\n"gone":${list(gone)},\n"summary":${JSON.stringify(record)}}\n`,
            ),
          ];
      }
    };
  },
};

const piece = (text: string): Piece => ({ text });

const list = (records: readonly ResultsRecord[]): string =>
  `[${records.map((record) => `\n${JSON.stringify(record)}`).join(",")}]`;
