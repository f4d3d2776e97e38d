import { Option } from "commander";
import { resolve } from "node:path";
import { columns } from "../exporters/columns.ts";
import { READABLE, writeWhole } from "../files/whole-file.ts";
import type { Results } from "../model/results.ts";
import type { CommandModule } from "./command-module.ts";
import { fileText } from "./judging.ts";
import { wholeResults } from "./results-file.ts";
import { EXIT } from "./exit-codes.ts";

export const build: CommandModule["build"] = (command, io, done) => {
  command
    .command("create")
    .description("keep the results of a run as what is known")
    .argument("<results>", "results of a run (-f json or jsonl)")
    .argument("[baseline]", "file to write", "postern.baseline.json")
    .action(async (file: string, target: string) => {
      const results = wholeResults(fileText(file, io), file);
      await writeWhole(resolve(io.cwd, target), `${JSON.stringify(results, null, 2)}\n`, READABLE);
      const { failure, needsReview } = results.summary.counts;
      io.stderr.write(`${target}: ${failure} failing and ${needsReview} undecided findings are known\n`);
      if (!results.summary.complete) {
        io.stderr.write("The run was incomplete: what it did not read will be new when it is read.\n");
      }
      done(EXIT.done);
    });
  command
    .command("show")
    .description("what a baseline holds")
    .argument("[baseline]", "file to read", "postern.baseline.json")
    .addOption(
      new Option("-f, --format <format>", "how to print it").choices(["text", "json"]).default("text"),
    )
    .action((file: string, flags: { readonly format: "text" | "json" }) => {
      const results = wholeResults(fileText(file, io), file);
      io.stdout.write(
        flags.format === "json" ? `${JSON.stringify(known(results), null, 2)}\n` : table(results),
      );
      done(EXIT.done);
    });
};

/** What a later run calls unchanged. */
const known = ({ findings }: Results): Results["findings"] =>
  findings.filter(({ status }) => status === "FAILURE" || status === "NEEDS_REVIEW");

const table = (results: Results): string =>
  `Run of ${results.run.now}, ${results.summary.complete ? "complete" : "incomplete"}, ${results.findings.length} findings\n` +
  columns([
    ["RULE", "STATUS", "FIRST SEEN", "RESOURCE"],
    ...known(results).map(({ ruleId, status, firstSeenAt, resource }) => [
      ruleId,
      status,
      firstSeenAt.slice(0, 10),
      resource.id,
    ]),
  ]);
