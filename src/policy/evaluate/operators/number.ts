/** "An integer or decimal value" (IAM user guide, condition_operators): no exponents. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

type Comparison = (given: number, wanted: number) => boolean;

/** Compares as numbers; what is not a number never matches. */
export const number =
  (holds: Comparison) =>
  (wanted: string, given: string): boolean =>
    NUMBER.test(wanted) && NUMBER.test(given) && holds(Number(given), Number(wanted));

export const same: Comparison = (given, wanted) => given === wanted;
export const less: Comparison = (given, wanted) => given < wanted;
export const lessOrSame: Comparison = (given, wanted) => given <= wanted;
export const greater: Comparison = (given, wanted) => given > wanted;
