import { cut, visibleLine } from "../../text/visible.ts";

/** Longest text of one message, in code points: enough to read, little enough that hostile data does not fill the file. */
const LIMIT = 1000;

/**
 * Data in a plain text message: SARIF reads `{0}` as a placeholder (3.11.5), and GitHub shows doubled braces as they
 * are, so that braces become parentheses; `](` would make a link (3.11.6) and is parted.
 */
export const messageText = (text: string): string =>
  cut(visibleLine(text), LIMIT).replaceAll("{", "(").replaceAll("}", ")").replaceAll("](", "] (");

/** A link to the related location with this id. */
export const messageLink = (text: string, id: number): string =>
  `[${messageText(text).replaceAll(/[\\[\]]/g, String.raw`\$&`)}](${id})`;

/** A sentence ends once. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
