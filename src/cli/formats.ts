import { FORMATS, type Format } from "../exporters/index.ts";
import { availableOf, type JudgingOptions } from "../judging.ts";
import type { Exporter } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";

export type Formats = Readonly<Record<string, Format>>;

/** Our formats and those of the plugins that were named. @throws a problem (exit 2) where a plugin's has a name of ours. */
export const formatsWith = async (judging: JudgingOptions | undefined): Promise<Formats> => {
  if (judging === undefined) return FORMATS;
  const { exporters } = await availableOf(judging.config ?? null, judging.plugins);
  const taken = exporters.find(({ name }) => Object.hasOwn(FORMATS, name));
  if (taken !== undefined)
    throw problem({
      what: `a plugin brings the format ${taken.name}, which is already there`,
      todo: "Rename the plugin's format.",
      kind: "usage",
    });
  return {
    ...FORMATS,
    ...Object.fromEntries(exporters.map((exporter) => [exporter.name, formatOf(exporter)])),
  };
};

const formatOf = (exporter: Exporter): Format => ({
  file: `findings-${exporter.name}.${exporter.extension}`,
  summary: "of a plugin",
  open: () => Promise.resolve(exporter.open({})),
});
