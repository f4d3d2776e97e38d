/** What a file of a repository must say somewhere to be of any concern; a file that does not is not parsed. */
export const SES_MARK: RegExp = /\bses:|aws_ses|AWS::SES|Identity[_-]?Polic|\\u00/i;

/** Files that hold JSON or YAML by their names. */
export const isDataFile = (path: string): boolean => /\.(?:jsonc?|json5|ya?ml|template|tfstate)$/i.test(path);

/** A configuration of the Serverless Framework may take its resources from files beside it. */
const isConfiguration = (path: string): boolean =>
  /(?:^|\/)serverless[\w.-]{0,100}\.(?:ya?ml|json)$/i.test(path);

/** A template may give its parameters to one that writes policies. */
const NESTS = /AWS::CloudFormation::Stack\b|AWS::Serverless::Application\b/;

/** Whether a file of a repository may bear on an identity, as its name or its text tells before it is parsed. */
export const isOfConcern = ({ path, text }: { readonly path: string; readonly text: string }): boolean =>
  SES_MARK.test(text) || isConfiguration(path) || (isDataFile(path) && NESTS.test(text));
