import { mayHoldCommand } from "../shell/may-hold-command.ts";
import { mayHoldEncoded } from "../writers/encoded.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { isDataFile } from "../file-kinds.ts";

/** Whether a text is JSON that holds a policy, whatever its file is called. */
export const looksLikePolicy = (text: string, { mark }: CodeKind): boolean =>
  /^\s{0,1000}["[{]/.test(text) && /\bStatement\b/.test(text) && mark.test(text);

/** How a policy or a template in YAML begins, behind comments. */
const YAML_BEGINS =
  /^(?:\s|#[^\n]*\n|---[ \t]*\r?\n){0,200}["']?(?:AWSTemplateFormatVersion|Conditions|Description|Id|Mappings|Metadata|Outputs|Parameters|Resources|Statement|Transform|Version)["']?[ \t]{0,9}:/;

/** Whether a text is YAML that holds a policy or a template, whatever its file is called. */
export const looksLikeYaml = (text: string, { mark }: CodeKind): boolean =>
  YAML_BEGINS.test(text) && /^["']?(?:Statement|Resources)["']?[ \t]{0,9}:/m.test(text) && mark.test(text);

/** A configuration of the Serverless Framework may take its resources from files beside it. */
const isConfiguration = (path: string): boolean =>
  /(?:^|\/)serverless[\w.-]{0,100}\.(?:ya?ml|json)$/i.test(path);

/** A state that OpenTofu has encrypted may hold anything. */
const ENCRYPTED = /"encrypted_data"\s{0,9}:/;

/** A template may give its parameters to one that writes policies. */
const NESTS = /AWS::CloudFormation::Stack(?:Set)?\b|AWS::Serverless::Application\b/;

/** Whether a custom resource of a template may name a resource of the kind and give it a policy, whatever it is called. */
const givesCustomPolicy = (text: string, { custom }: CodeKind): boolean =>
  /\bCustom::|\bCustomResource\b/.test(text) &&
  [custom.resource, custom.policy].every((names) =>
    names.some((name) => new RegExp(`\\b${name}\\b["']?\\s{0,5}:`).test(text)),
  );

/** Whether a file of a repository may bear on a resource of the kind, as its name or its text tells before it is parsed. */
export const isOfConcern = (
  { path, text }: { readonly path: string; readonly text: string },
  kind: CodeKind,
): boolean =>
  kind.mark.test(text) ||
  isConfiguration(path) ||
  (isDataFile(path) && ENCRYPTED.test(text)) ||
  (isDataFile(path) && NESTS.test(text)) ||
  (isDataFile(path) && givesCustomPolicy(text, kind)) ||
  mayHoldCommand(text, kind) ||
  mayHoldEncoded(text) ||
  (kind.programs.ownWithin.test(text) && kind.programs.serviceWithin.test(text));
