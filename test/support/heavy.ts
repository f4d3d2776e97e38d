/** Whether tests are to try far more than `npm test` has time for; `npm run test:heavy` sets it. */
export const HEAVY: boolean = process.env["POSTERN_HEAVY"] === "1";
