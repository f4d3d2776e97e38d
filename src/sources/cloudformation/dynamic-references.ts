import { concat, hole, slice, spanOf, type Text } from "../written/text.ts";

/** `{{resolve:ssm:/mail/partner}}`: CloudFormation asks another service for the value when it deploys. */
const REFERENCE = /\{\{resolve:[^{}]{1,500}\}\}/g;

/** The text with a hole for each dynamic reference. */
export const withOpenReferences = (text: Text): Text => {
  if (!text.text.includes("{{resolve:")) return text;
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: written, index } of text.text.matchAll(REFERENCE)) {
    const span = spanOf(text, index, index + written.length);
    if (span === null) continue;
    parts.push(slice(text, at, index), hole(written, span));
    at = index + written.length;
  }
  return at === 0 ? text : concat([...parts, slice(text, at, text.text.length)]);
};
