/** A quota as AWS keeps it: so many calls a second, and so many at once. The time of a call is in milliseconds. */
export const tokenBucket = (perSecond: number, burst: number): ((now: number) => boolean) => {
  let tokens = burst;
  let last = 0;
  return (now) => {
    tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1000) * perSecond);
    last = Math.max(now, last);
    const passes = tokens >= 1;
    if (passes) tokens -= 1;
    return passes;
  };
};
