// Turns Postern's results (-f json) into GitLab's code quality report:
//   node code-quality.mjs results.json > gl-code-quality-report.json
import { readFileSync } from "node:fs";

const SEVERITY = {
  LOW: "minor",
  MEDIUM: "major",
  HIGH: "critical",
  VERY_HIGH: "blocker",
  EXTREME: "blocker",
};

const { findings } = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8"));

/** GitLab shows a place in a file and nothing else: what has none is in the JUnit report. */
const entries = findings
  .filter(({ status, exception }) => status !== "SUCCESS" && exception === null)
  .flatMap((finding) => {
    const own = finding.location ?? finding.resource.place ?? null;
    const faults =
      finding.faults.length > 0 ? finding.faults : [{ fingerprint: finding.id, location: own ?? undefined }];
    return faults.flatMap(({ fingerprint, location = own }) =>
      location === null
        ? []
        : [
            {
              description: finding.message,
              check_name: finding.ruleId,
              fingerprint,
              severity: finding.status === "FAILURE" ? SEVERITY[finding.riskLevel] : "info",
              location: { path: location.file, lines: { begin: location.startLine } },
            },
          ],
    );
  });

console.log(JSON.stringify(entries, null, 2));
