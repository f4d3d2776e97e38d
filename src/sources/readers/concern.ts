/** What a file of a repository must say somewhere to be of any concern; a file that does not is not parsed. */
export const SES_MARK: RegExp = /\bses:|aws_ses|AWS::SES|Identity[_-]?Polic|\\u00/i;

/** Files that hold JSON or YAML by their names. */
export const isDataFile = (path: string): boolean => /\.(?:jsonc?|json5|ya?ml|template|tfstate)$/i.test(path);
