/** Calls a second, and how many may come at once. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** `service:operation` or `service:*` → the rate of each account, region and operation. */
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

/** A token bucket for each account, region and operation. */
export const newRateLimit = (rates: Rates): RateLimit => {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return ({ service, operation, account, region }, now) => {
    const rate = rates[`${service}:${operation}`] ?? rates[`${service}:*`];
    if (rate === undefined) return true;
    const key = `${account} ${region} ${service}:${operation}`;
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
    const tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond);
    const passes = tokens >= 1;
    buckets.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
    return passes;
  };
};
