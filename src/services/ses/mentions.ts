/**
 * What speaks of Amazon SES in code that is not read (a call of a module, a nested stack): an action, a type of resource, or
 * `ses` as a word of a name.
 */
export const SPEAKS_OF_SES: RegExp = /(?:^|[^a-z])ses(?:v2)?(?![a-z])|amazonses|identity_?polic/i;
