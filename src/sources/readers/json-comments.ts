const STRING_COMMENT_OR_COMMA =
  /"(?:[^"\\\n]|\\.)*"|\/\/[^\n\r]*|\/\*[^]*?\*\/|,(?=\s*(?:\/\/[^\n\r]*\s*)*[\]}])/g;

/** JSON with its comments and trailing commas written over by blanks, so that every offset stays. */
export const blankComments = (text: string): string =>
  text.replaceAll(STRING_COMMENT_OR_COMMA, (match) =>
    match.startsWith('"') ? match : match.replaceAll(/[^\n\r]/g, " "),
  );
