const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Base64 texts of the same bytes. */
export const binary = (wanted: string, given: string): boolean =>
  BASE64.test(wanted) && BASE64.test(given) && stripped(wanted) === stripped(given);

const stripped = (text: string): string => text.replaceAll("=", "");
