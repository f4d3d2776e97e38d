import { defineRule, type AnyRule } from "../../model/rule.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** Fails an identity whose mail is not signed with DKIM. */
export const rule: AnyRule = defineRule<SesIdentity, "dkim">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["dkim"],
  judge({ name, dkim: { enabled, status } }) {
    const data = { dkim: enabled ? "enabled" : "disabled", dkimStatus: status };
    const [at, says] = enabled
      ? (["/dkim/status", `The DKIM status is ${status}.`] as const)
      : (["/dkim/enabled", "DKIM signing is off."] as const);
    const evidence = [{ at, role: "remark", says }] as const;
    if (enabled && status === "Success") {
      return { status: "SUCCESS", message: `Mail from ${name} is signed with DKIM.`, evidence, data };
    }
    if (!enabled || UNSIGNED.has(status)) {
      const message = `Mail from ${name} is not signed with DKIM: ${enabled ? `its status is ${status}` : "signing is off"}.`;
      return {
        status: "FAILURE",
        message,
        evidence,
        data,
        faults: [{ document: "dkim", canonical: "unsigned" }],
      };
    }
    const message = `Whether mail from ${name} is signed with DKIM is not known: its status is "${status}".`;
    return { status: "NEEDS_REVIEW", message, evidence, data };
  },
});

/** DKIM statuses of the SES API in which mail goes out unsigned. `TemporaryFailure` means that SES could not find out. */
const UNSIGNED: ReadonlySet<string> = new Set(["NotStarted", "Pending", "Failed"]);
