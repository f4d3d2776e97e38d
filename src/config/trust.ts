import { isIP } from "node:net";
import type { Pointer } from "../model/fact.ts";
import type { Trust } from "../model/trust.ts";
import { TRUST_SCHEMA } from "./schemas/config.ts";
import { validate, type Invalid } from "./validate.ts";

/** Beyond these a network holds strangers whatever is meant by it; the limits are Amazon S3's for "not public". */
const WIDEST = { 4: 8, 6: 32 } as const;

/** What is wrong with a trust: a wildcard, an id that is none, a network that is too wide. */
export const invalidTrust = (trust: unknown, at: Pointer): readonly Invalid[] => {
  const wrong = validate(TRUST_SCHEMA, trust).map((one) => ({ ...one, at: `${at}${one.at}` as Pointer }));
  if (wrong.length > 0) return wrong;
  const networks = (trust as Partial<Trust>).networks ?? [];
  return networks.flatMap((network, index) => {
    const says = wrongNetwork(network);
    return says === null ? [] : [{ at: `${at}/networks/${index}` as Pointer, says }];
  });
};

const wrongNetwork = (network: string): string | null => {
  const [address = "", bits = ""] = network.split("/");
  const version = isIP(address);
  const width = Number(bits);
  if (version !== 4 && version !== 6) return "is not a CIDR block";
  if (width > (version === 4 ? 32 : 128)) return "is not a CIDR block";
  return width < WIDEST[version] ? `is wider than /${WIDEST[version]}; strangers are inside it` : null;
};
