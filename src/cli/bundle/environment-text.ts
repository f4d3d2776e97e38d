import { arch, hostname, platform, release } from "node:os";
import { withoutAccessKeys } from "../../exporters/access-keys.ts";
import { VERSION } from "../../version.ts";
import type { Io } from "../io.ts";

/** Options whose values are nobody else's business. */
const SECRET = new Set(["--external-id", "--key"]);

/** Which job of a CI server it was, by the names that GitHub, GitLab and Jenkins give. */
const JOB = ["GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_RUN_ID", "CI_JOB_URL", "CI_COMMIT_SHA", "BUILD_URL"];

/** Where and how the run was made. In no report: reports are the same on every machine. */
export const environmentText = (argv: readonly string[], io: Pick<Io, "env" | "clock">): string =>
  `${JSON.stringify(
    {
      kind: "environment",
      version: 1,
      writtenAt: io.clock(),
      tool: `postern ${VERSION}`,
      node: process.version,
      system: `${platform()} ${release()} ${arch()}`,
      host: hostname(),
      command: ["postern", ...argv.map((word, index) => redacted(word, argv[index - 1]))],
      job: Object.fromEntries(
        JOB.flatMap((name) => (io.env[name] === undefined ? [] : [[name, io.env[name]]])),
      ),
    },
    null,
    2,
  )}\n`;

const redacted = (word: string, before: string | undefined): string => {
  if (before !== undefined && SECRET.has(before)) return "(hidden)";
  const [name = ""] = word.split("=", 1);
  return SECRET.has(name) && word.includes("=") ? `${name}=(hidden)` : withoutAccessKeys(word);
};
