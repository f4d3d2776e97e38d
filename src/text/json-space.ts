/** A JSON text without the white space that means nothing: as Amazon SES stores a policy. Any other text is changed somehow. */
const withoutSpace = (text: string): string =>
  text.replaceAll(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/gs, (_, quoted: string | undefined) => quoted ?? "");

/** Whether two texts are the same policy but for white space that means nothing. */
export const isSameText = (a: string, b: string): boolean => a === b || withoutSpace(a) === withoutSpace(b);
