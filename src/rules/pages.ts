/** Where the generated rule pages of docs/rules/ are published; the one place that knows it. */
const PAGES = "https://github.com/postern-security/postern/blob/main/docs/rules";

/** The page that explains a built-in rule: `…/docs/rules/SES-003.md`. */
export const pageOf = (ruleId: string): string => `${PAGES}/${ruleId}.md`;
