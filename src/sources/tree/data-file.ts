import { readTemplate, templateIn } from "../cloudformation/template.ts";
import { readYaml } from "../cloudformation/yaml-node.ts";
import { concernsSes, isPolicyFile, readPolicyFile } from "../policy-files/policy-file.ts";
import { isPlanOrState, readPlanned } from "../terraform/planned.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { fileText, lineAndColumn, type SourceFile } from "../written/text.ts";

const ADVICE =
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
  if (file.path === "-" && TERRAFORM.test(file.text))
    return skipped("it looks like Terraform", "Terraform is read with its folder: give the file's path.");
  if (!isYaml(file)) return readJsonFile(file, named);
  return named || RESOURCES.test(file.text) ? readYamlFile(file) : skipped("no CloudFormation template");
};

/** How a block of Terraform begins. */
const TERRAFORM = /^(?:resource|data|variable|locals|module|provider|terraform|output)\b[^\n]{0,300}\{/m;

/** What every template has. */
const RESOURCES = /^\s{0,20}["']?resources["']?\s{0,5}:/im;

/** By its name; standard input and files without a telling name by how the text begins. */
const isYaml = ({ path, text }: SourceFile): boolean =>
  /\.ya?ml$/i.test(path) || (!/\.(?:json|tfstate)$/i.test(path) && !/^\s*["[{]/.test(text));

const readYamlFile = (file: SourceFile): Outcome => {
  const read = readYaml(file);
  if ("wrong" in read)
    return {
      status: "not-understood",
      reason: `it cannot be read as YAML: ${read.wrong.says}`,
      line: read.wrong.line,
      todo: ADVICE,
    };
  const template = templateIn(read.node);
  return template === null ? skipped("no CloudFormation template") : readTemplate(file, template);
};

const skipped = (reason: string, todo: string = ADVICE): Outcome => ({ status: "skipped", reason, todo });

const readJsonFile = (file: SourceFile, named: boolean): Outcome => {
  const read = readJson(fileText(file));
  if ("wrong" in read)
    return {
      status: "not-understood",
      reason: `it cannot be read as JSON: ${read.wrong.says}`,
      line: lineAndColumn(file, read.wrong.at).line,
      todo: ADVICE,
    };
  return readNode(file, read.node, named);
};

const readNode = (file: SourceFile, node: Node, named: boolean): Outcome => {
  if (member(node, "kind") !== undefined) return skipped("a snapshot or a report; name it to have it judged");
  if (isPlanOrState(node)) return readPlanned(file, node);
  const template = templateIn(node);
  if (template !== null) return readTemplate(file, template);
  if (!isPolicyFile(node)) return skipped("no policy, plan, state or template");
  return named || concernsSes(node) ? readPolicyFile(file, node) : skipped("a policy that is not about SES");
};
