import type { QueryOperation } from "../../protocol/query.ts";
import { textElement } from "../../protocol/xml.ts";

/** The quota of an account in the sandbox (developer guide, "Request production access"); the emulator sends nothing. */
export const getSendQuota: QueryOperation = () => [
  textElement("Max24HourSend", "200.0"),
  textElement("MaxSendRate", "1.0"),
  textElement("SentLast24Hours", "0.0"),
];

export const getAccountSendingEnabled: QueryOperation = () => [textElement("Enabled", "true")];
