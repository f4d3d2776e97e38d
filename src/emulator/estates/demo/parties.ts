/** Who appears in the demo estate; the ids are those that AWS's own documentation uses for examples. */
export const PRODUCTION = "111122223333";
export const MARKETING = "444455556666";
export const SANDBOX = "777788889999";

/** An agency that sends newsletters, and a shop system; neither belongs to the estate. */
export const AGENCY = "123456789012";
export const SHOP_SYSTEM = "210987654321";

export const ORGANISATION = "o-exampleorg01";
/** The office's network, and a VPC endpoint of the estate. */
export const OFFICE = "203.0.113.0/24";
export const ENDPOINT = "vpce-0a1b2c3d4e5f60718";

/** The truth about an identity that nobody was given. */
export const NO_POLICY = "no policy is attached";
