import type { Exporter, Piece } from "../../model/exporter.ts";
import { collector, ON_SCREEN } from "./collect.ts";
import { checkLogo, type HtmlOptions } from "./options.ts";
import { renderReport } from "./render.ts";
import { reportView, type ReportView } from "./view/report.ts";

/** The report for an auditor: one self-contained page, rendered when the summary has come. */
export const html: Exporter<HtmlOptions> = {
  name: "html",
  extension: "html",
  open(options) {
    checkLogo(options.logo);
    const collect = collector(options.limits ?? ON_SCREEN);
    return (record) => {
      const collected = collect(record);
      if (collected === null) return [];
      return page(reportView(collected, options, options.written?.() ?? []));
    };
  },
};

function* page(view: ReportView): Iterable<Piece> {
  for (const text of renderReport(view)) yield { text };
}
