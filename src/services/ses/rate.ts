/**
 * The rate of SES calls: calls a second of one operation in one account and region.
 *
 * Source: Amazon SES service quotas, "API sending and management limits": all operations but those that send mail are
 * throttled at one request a second. The emulator has its own copy, as AWS would: emulator/rates.ts.
 */
export const SES_CALLS_PER_SECOND = 1;
