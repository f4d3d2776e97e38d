import { partitionOf } from "../model/scope.ts";
import { nearest } from "../text/nearest.ts";

/**
 * The regions that this version knows, by partition: tried one by one where ListRegions is refused.
 *
 * Source: the partitions of @aws-sdk/core 3.981 (2026-11); a test compares the list with the installed version.
 */
const REGIONS: readonly string[] = [
  "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 sa-west-1",
  "eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2",
  "il-central-1 me-south-1 me-central-1 me-west-1 af-south-1 ap-south-1 ap-south-2 ap-east-1 ap-east-2",
  "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3",
  "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7",
  "us-gov-west-1 us-gov-east-1 cn-north-1 cn-northwest-1 eusc-de-east-1",
  "us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1",
].flatMap((line) => line.split(" "));

export const isKnownRegion = (region: string): boolean => REGIONS.includes(region);

/** The known regions of the partition that a region is in, sorted. */
export const regionsBeside = (region: string): readonly string[] =>
  REGIONS.filter((one) => partitionOf(one) === partitionOf(region)).toSorted();

/** The known region that is spelled most like a name, or null. */
export const nearestRegion = (name: string): string | null => nearest(name, REGIONS, () => 3);
