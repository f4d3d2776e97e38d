/** GitHub's limits; a file beyond a hard one is refused whole (docs: "SARIF results exceed one or more limits"). */
export const RUNS_PER_FILE = 20;
export const RESULTS_PER_FILE = 25_000;
/** GitHub shows the most severe 5,000 of a run and drops the rest without naming them. */
export const RESULTS_SHOWN = 5_000;
/**
 * GitHub takes 10 MB as gzip packs it, which makes a tenth of SARIF or less. A file with more characters takes no further run; with
 * half as many more it may be refused.
 */
export const CHARACTERS_PER_FILE = 60_000_000;
/** Of 100 shown for one result, related and primary. */
export const RELATED_LOCATIONS = 50;
/** Tags shown of a rule; past 20 the file is refused. */
export const TAGS = 10;
/** Characters of a rule's short and full description. */
export const DESCRIPTION = 1_024;
