const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g;
const STRING_OR_LAST_COMMA = /"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])/g;

/** JSON with its comments and trailing commas written over by blanks, so that every offset stays. */
export const blankComments = (text: string): string =>
  text.replaceAll(STRING_OR_COMMENT, blank).replaceAll(STRING_OR_LAST_COMMA, blank);

const blank = (match: string): string => (match.startsWith('"') ? match : match.replaceAll(/[^\n\r]/g, " "));
