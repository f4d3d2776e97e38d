import { concernsSes, isPolicyFile, readPolicyFile } from "../policy-files/policy-file.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { fileText, lineAndColumn, type SourceFile } from "../written/text.ts";

const TODO =
  "Give a policy, the output of `aws ses get-identity-policies`, a snapshot, Terraform or CloudFormation.";

/** What a file of a repository must say somewhere to be of any concern; a file that does not is not parsed. */
const MARK = /\bses:|aws_ses|AWS::SES|IdentityPolic|\\u00/i;

/**
 * Reads one JSON or YAML file: a policy, command line output, a plan, a state, a template.
 *
 * `named`: the user named this very file, so that it is read whatever it is about.
 */
export const readDataFile = (file: SourceFile, named: boolean): Outcome => {
  if (!named && !MARK.test(file.text)) return skipped("no mention of SES");
  return readJsonFile(file, named);
};

const skipped = (reason: string): Outcome => ({ status: "skipped", reason, todo: TODO });

const readJsonFile = (file: SourceFile, named: boolean): Outcome => {
  const read = readJson(fileText(file));
  if ("wrong" in read)
    return {
      status: "not-understood",
      reason: `it cannot be read as JSON: ${read.wrong.says}`,
      line: lineAndColumn(file, read.wrong.at).line,
      todo: TODO,
    };
  return readNode(file, read.node, named);
};

const readNode = (file: SourceFile, node: Node, named: boolean): Outcome => {
  if (member(node, "kind") !== undefined) return skipped("a snapshot or a report; name it to have it judged");
  if (!isPolicyFile(node)) return skipped("no policy, plan, state or template");
  return named || concernsSes(node) ? readPolicyFile(file, node) : skipped("a policy that is not about SES");
};
