/** `true` and `false` in any case; everything else never matches. */
export const bool = (wanted: string, given: string): boolean =>
  ["true", "false"].includes(given.toLowerCase()) && wanted.toLowerCase() === given.toLowerCase();
