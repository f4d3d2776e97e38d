/** A W3C profile of ISO 8601: a year, a month, a day, or a day with a time and a zone. */
const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Seconds since 1970, as in aws:EpochTime. */
const EPOCH = /^\d{5,}$/;

/** The moment in milliseconds; null where the text is no date. */
export const moment = (text: string): number | null => {
  if (EPOCH.test(text)) return Number(text) * 1000;
  if (!ISO.test(text)) return null;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
};

/** Compares as moments; what is not a date never matches. */
export const date =
  (holds: (given: number, wanted: number) => boolean) =>
  (wanted: string, given: string): boolean => {
    const [left, right] = [moment(given), moment(wanted)];
    return left !== null && right !== null && holds(left, right);
  };
