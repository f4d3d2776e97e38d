/** What a bundle holds beside snapshot, settings, README and hashes: a format and its name in the folder. */
export const BUNDLE_FORMATS: readonly { readonly format: string; readonly file: string }[] = [
  { format: "json", file: "results.json" },
  { format: "asff", file: "findings.asff.json" },
  { format: "sarif", file: "findings.sarif" },
  { format: "csv", file: "csv/" },
  { format: "html", file: "report.html" },
];

/** Where the parts of a bundle lie that `postern verify` reads. */
export const BUNDLE_FILES = {
  results: "results.json",
  snapshot: "snapshot.jsonl",
  settings: "settings.json",
  baseline: "baseline.json",
  plan: "fix-plan.json",
  journal: "fix-journal.jsonl",
  environment: "environment.json",
  readme: "README.md",
} as const;
