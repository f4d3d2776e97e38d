/**
 * Code points that a reader cannot see or that change what he sees: C0 and C1 controls but tab and line feed, soft
 * hyphen, zero-width and bidirectional marks, line and paragraph separators, tags, variation selectors, lone surrogates.
 */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202F\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]|\p{Cs}/gu;

/** Shows invisible characters as ⟨U+202E⟩; everything else, tab and line feed too, stays as it is. */
export const visible = (text: string): string =>
  text.replace(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );

/** As `visible`, on one line: tab and line feed are shown too. */
export const visibleLine = (text: string): string =>
  visible(text).replaceAll("\t", "⟨U+0009⟩").replaceAll("\n", "⟨U+000A⟩");

/** At most `limit` code points, cut at the end with an ellipsis; never inside a surrogate pair. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join("")}…`;
};
