import type { Finding } from "../../model/finding.ts";
import { partitionOf } from "../../model/scope.ts";

/** The Security Hub that a finding goes to: one account in one region. */
export interface Hub {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/**
 * The finding's own account and region, or the home region where one was chosen; null for a finding in source code,
 * which has no account and so no place in the format.
 */
export const hubOf = ({ resource }: Finding, homeRegion: string | null = null): Hub | null => {
  const region = homeRegion ?? resource.region;
  if (resource.region === null || region === null) return null;
  return /^\d{12}$/.test(resource.account ?? "") && /^[a-z0-9-]{1,16}$/.test(region)
    ? { partition: partitionOf(region), account: resource.account ?? "", region }
    : null;
};

/** The default product of an account, which is there as soon as Security Hub is. Its region must be the one that is called. */
export const productArn = ({ partition, account, region }: Hub): string =>
  `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
