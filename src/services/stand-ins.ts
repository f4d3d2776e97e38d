/** Stands in source code for the account that the code is applied in. */
export const ACCOUNT_OF_THE_CODE = "000000000000";

/** Stands in source code for the organisation of that account. */
export const ORGANIZATION_OF_THE_CODE = "o-0000000000";
