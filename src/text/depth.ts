/** Whether a value of JSON has more levels than `limit`; walks without recursion, whose stack such a value would exhaust. */
export const isDeeperThan = (value: unknown, limit: number): boolean => {
  let level: readonly object[] = isBranch(value) ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === limit) return true;
    level = level.flatMap((one) => Object.values(one).filter(isBranch));
  }
  return false;
};

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;
