import { defineRule, type AnyRule } from "../../model/rule.ts";
import { SES_IDENTITY, type SesIdentity } from "../../services/ses/identity.ts";
import { cases } from "./cases.ts";
import { meta } from "./meta.ts";

/** What it fails, in one sentence. */
export const rule: AnyRule = defineRule<SesIdentity, "policies">({
  meta,
  cases,
  kind: SES_IDENTITY,
  needs: ["policies"],
  judge() {
    return { status: "NEEDS_REVIEW", message: "", evidence: [] };
  },
});
