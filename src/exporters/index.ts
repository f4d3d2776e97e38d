import type { Feed, WrittenFile } from "../model/exporter.ts";
import type { History } from "../model/history.ts";
import type { Remediation } from "../model/remediation.ts";
import type { Surroundings } from "./table/finding-lines.ts";
import type { Paint } from "./table/paint.ts";
import type { Detail } from "./table/table.ts";

/** What the one who writes files knows and an exporter may want. */
export interface ExportSettings {
  /** Whether the format may write several files into a folder. */
  readonly parts: boolean;
  /** Whether the file's name asks for one object a line. */
  readonly lines: boolean;
  readonly width: number;
  readonly paint: Paint;
  readonly detail: Detail;
  /** What a table shows beside its findings. */
  readonly surroundings?: Surroundings;
  readonly sarifProfile: "github" | "full";
  readonly asffMembers: "all" | "classic";
  /** Whether the user named ASFF and is told how its file is imported; true where it is left out. */
  readonly isAsffAsked?: boolean;
  readonly title?: string;
  readonly entity?: string;
  readonly classification?: string;
  readonly preparedBy?: string;
  readonly logo?: string;
  /** What was planned and done about the findings. */
  readonly remediation?: Remediation;
  /** Earlier scans of the observation period, for the report. */
  readonly history?: History;
  readonly warn: (message: string) => void;
  readonly written: () => readonly WrittenFile[];
}

export interface Format {
  /** The file's name below `-o DIR`. */
  readonly file: string;
  readonly summary: string;
  /** Commands read it back, so that nothing in it is hidden. */
  readonly readBack?: true;
  /** Is no text: it goes into a file, and never to the standard output. */
  readonly binary?: true;
  /** Its page is printed to a PDF by a browser. */
  readonly printed?: true;
  /** Its document names the hashes of the files beside it, so it is finished after them. */
  readonly last?: boolean;
  /** Loads the exporter with its library, and opens a document. */
  readonly open: (settings: ExportSettings) => Promise<Feed>;
}

/** Every format by its name. */
export const FORMATS: Readonly<Record<string, Format>> = {
  table: {
    file: "findings.txt",
    summary: "for a terminal",
    open: async ({ width, paint, detail, surroundings }) =>
      (await import("./table/table.ts")).table.open({
        width,
        paint,
        detail,
        ...(surroundings === undefined ? {} : { surroundings }),
      }),
  },
  json: {
    file: "results.json",
    summary: "the results as one object",
    readBack: true,
    open: async () => (await import("./json.ts")).json.open({}),
  },
  jsonl: {
    file: "results.jsonl",
    summary: "the results as a stream, a record a line",
    readBack: true,
    open: async () => (await import("./jsonl.ts")).jsonl.open({}),
  },
  sarif: {
    file: "findings.sarif",
    summary: "SARIF 2.1.0 for GitHub code scanning",
    open: async ({ sarifProfile: profile, parts, warn, remediation }) =>
      (await import("./sarif/sarif.ts")).sarif.open({
        profile,
        parts,
        warn,
        ...(remediation === undefined ? {} : { remediation }),
      }),
  },
  asff: {
    file: "findings.asff.json",
    summary: "AWS Security Finding Format, an array; a folder gets arrays of 100 by account and region",
    readBack: true,
    open: async ({ parts, asffMembers: members, isAsffAsked: tellImport = true, warn }) =>
      (await import("./asff/exporter.ts")).asff.open({
        layout: parts ? "batches" : "list",
        members,
        tellImport,
        warn,
      }),
  },
  github: {
    file: "annotations.txt",
    summary: "annotations of a GitHub workflow, for its log",
    open: async () => (await import("./github.ts")).github.open({}),
  },
  junit: {
    file: "junit.xml",
    summary: "JUnit XML for a CI server",
    open: async () => (await import("./junit.ts")).junit.open({}),
  },
  markdown: {
    file: "summary.md",
    summary: "a summary for a job page",
    open: async () => (await import("./markdown.ts")).markdown.open({}),
  },
  csv: {
    file: "findings.csv",
    summary: "a line a finding; a folder gets coverage, clauses, exceptions and what is gone too",
    open: async ({ parts }) => (await import("./csv/csv.ts")).csv.open({ parts }),
  },
  xlsx: {
    file: "findings.xlsx",
    summary: "a workbook for a spreadsheet: findings, passes, coverage, clauses, exceptions",
    binary: true,
    open: async ({ warn }) => (await import("./xlsx/xlsx.ts")).xlsx.open({ warn }),
  },
  oscal: {
    file: "assessment-results.oscal.json",
    summary: "OSCAL assessment results (NIST)",
    open: async () => (await import("./oscal/oscal.ts")).oscal.open({}),
  },
  ocsf: {
    file: "findings.ocsf.json",
    summary: "OCSF compliance findings; one a line where the name ends in .jsonl",
    open: async ({ lines }) => (await import("./ocsf.ts")).ocsf.open({ lines }),
  },
  html: {
    file: "report.html",
    summary: "the report for auditors, one self-contained page",
    last: true,
    open: async (settings) => (await import("./html/html.ts")).html.open(settings),
  },
  pdf: {
    file: "report.pdf",
    summary: "the report on paper; needs Chromium, Chrome or Edge",
    binary: true,
    printed: true,
    last: true,
    open: async (settings) => {
      const { html } = await import("./html/html.ts");
      const { ON_PAPER } = await import("./html/collect.ts");
      return html.open({ ...settings, limits: ON_PAPER });
    },
  },
};
