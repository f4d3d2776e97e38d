/** Calls a second, and how many may come at once. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * `service:operation` or `service:*` → the rate of each account, region and operation; `service` → one that all its
 * operations share, beside their own.
 */
export type Rates = Readonly<Record<string, Rate>>;

/**
 * AWS's documented rates.
 *
 * Sources: "Service quotas in Amazon SES" (every action but the sending ones: one request a second) and the Security Hub
 * partner guide and quotas (BatchImportFindings and most others 10 a second, burst 30; GetFindings 3 a second, burst 6).
 */
export const AWS_RATES: Rates = {
  "ses:*": { perSecond: 1, burst: 1 },
  "securityhub:GetFindings": { perSecond: 3, burst: 6 },
  "securityhub:*": { perSecond: 10, burst: 30 },
};

interface RatedCall {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
}

/** False where a call comes too soon; `now` in milliseconds. */
export type RateLimit = (call: RatedCall, now: number) => boolean;

/** A token bucket for each account, region and operation, and one for those that share a rate. */
export const newRateLimit = (rates: Rates): RateLimit => {
  const buckets = new Map<string, Bucket>();
  return ({ service, operation, account, region }, now) => {
    const own = rates[`${service}:${operation}`] ?? rates[`${service}:*`];
    const wanted = [
      ...(own === undefined ? [] : [[`${account} ${region} ${service}:${operation}`, own] as const]),
      ...(rates[service] === undefined ? [] : [[`${account} ${region} ${service}`, rates[service]] as const]),
    ].map(([key, rate]) => ({ key, filled: filled(buckets.get(key), rate, now) }));
    const passes = wanted.every((one) => one.filled.tokens >= 1);
    for (const { key, filled: bucket } of wanted)
      buckets.set(key, { ...bucket, tokens: passes ? bucket.tokens - 1 : bucket.tokens });
    return passes;
  };
};

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const filled = (bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number): Bucket =>
  bucket === undefined
    ? { tokens: burst, at: now }
    : { tokens: Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond), at: now };
