import { refusal } from "../../protocol/refusal.ts";

/** The whole request is refused; the words are the validator's. */
export const invalid = (says: string): Error =>
  refusal("InvalidInputException", `Invalid parameter. ${says}`);
