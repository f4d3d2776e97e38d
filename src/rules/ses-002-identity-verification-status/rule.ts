import { defineRule, type AnyRule } from "../../model/rule.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity that SES has not verified. */
export const rule: AnyRule = defineRule<SesIdentity, "verification">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["verification"],
  judge({ name, verification }) {
    const data = { verification };
    const evidence = [
      { at: "/verification", role: "remark", says: `The verification status is "${verification}".` },
    ] as const;
    if (verification === "Success") {
      return { status: "SUCCESS", message: `${name} is verified.`, evidence, data };
    }
    if (UNVERIFIED.has(verification)) {
      const faults = [{ document: "verification", canonical: "unverified" }] as const;
      return {
        status: "FAILURE",
        message: `${name} is not verified: its status is ${verification}.`,
        evidence,
        data,
        faults,
      };
    }
    const message = `Whether ${name} is verified is not known: its status is "${verification}".`;
    return { status: "NEEDS_REVIEW", message, evidence, data };
  },
});

/** Verification statuses of the SES API that mean no. `TemporaryFailure` means that SES could not find out. */
const UNVERIFIED: ReadonlySet<string> = new Set(["NotStarted", "Pending", "Failed"]);
