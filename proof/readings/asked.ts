/** Whether open questions are looked at. */
export const ASKED: boolean = process.env["OPEN_QUESTIONS"] === "1";
