import type { Standard } from "./standard.ts";

/** Numbers and names of the controls; the specifications are the Cloud Security Alliance's. */
export const CCM4: Standard = {
  id: "CCM4",
  title: "CSA Cloud Controls Matrix",
  edition: "Version 4.0.13 (2024)",
  url: "https://cloudsecurityalliance.org/research/cloud-controls-matrix",
  confirmedIn: "Prowler, prowler/compliance/csa_ccm_4.0.json (commit 3e000fa)",
  note: null,
  clauses: [
    { id: "DSP-10", title: "Sensitive Data Transfer" },
    { id: "IAM-05", title: "Least Privilege" },
    { id: "IAM-16", title: "Authorization Mechanisms" },
  ],
};
