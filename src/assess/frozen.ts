/** Freezes a value made of JSON all the way down, and hands it back. */
export const frozen = <T>(value: T): T => {
  const open: unknown[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== "object" || one === null) continue;
    Object.freeze(one);
    open.push(...Object.values(one).filter((member) => member !== undefined));
  }
  return value;
};
