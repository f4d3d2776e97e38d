import type { Clause, Standard } from "./standard.ts";

const control = (id: string, title: string, rev5: string = title): Clause => ({
  id,
  title,
  successor: { id, title: rev5 },
});

/** Titles of Rev. 4 from NIST's own OSCAL catalog, version 2015-01-22 (public domain). */
export const NIST4: Standard = {
  id: "NIST4",
  title: "NIST SP 800-53 Security and Privacy Controls",
  edition: "Revision 4, 22 January 2015",
  url: "https://csrc.nist.gov/pubs/sp/800/53/r4/upd3/final",
  confirmedIn: "NIST's OSCAL catalog of Revision 4, version 2015-01-22",
  note: "Revision 4 was withdrawn on 23 September 2021. The title in Revision 5 stands beside each control; the numbers are the same.",
  successorEdition: "Revision 5",
  clauses: [
    control("AC-2", "Account Management"),
    control("AC-3", "Access Enforcement"),
    control("AC-3(7)", "Role-based Access Control"),
    control("AC-4", "Information Flow Enforcement"),
    control("AC-5", "Separation of Duties"),
    control("AC-6", "Least Privilege"),
    control("AC-6(1)", "Authorize Access to Security Functions"),
    control("AC-20", "Use of External Information Systems", "Use of External Systems"),
    control("AC-21", "Information Sharing"),
    control("AC-22", "Publicly Accessible Content"),
    control("AC-24", "Access Control Decisions"),
    control("AU-10", "Non-repudiation"),
    control("CA-7", "Continuous Monitoring"),
    control("CM-2", "Baseline Configuration"),
    control("CM-6", "Configuration Settings"),
    control("CM-7", "Least Functionality"),
    control("IA-9", "Service Identification and Authentication"),
    control("RA-5", "Vulnerability Scanning", "Vulnerability Monitoring and Scanning"),
    control("SC-7", "Boundary Protection"),
    control("SC-7(3)", "Access Points"),
    control("SC-7(5)", "Deny by Default / Allow by Exception", "Deny by Default — Allow by Exception"),
    control("SC-8", "Transmission Confidentiality and Integrity"),
    control("SC-23", "Session Authenticity"),
    control("SI-4", "Information System Monitoring", "System Monitoring"),
    control("SI-7", "Software, Firmware, and Information Integrity"),
  ],
};

/** Titles as in NIST's OSCAL catalog of Revision 5 (public domain). */
export const NIST5: Standard = {
  id: "NIST5",
  title: "NIST SP 800-53 Security and Privacy Controls, Revision 5",
  edition: "Revision 5, September 2020, with the updates of 10 December 2020",
  url: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
  confirmedIn:
    "Prowler, prowler/compliance/aws/nist_800_53_revision_5_aws.json (commit 3e000fa); Security Hub names the same controls",
  note: null,
  clauses: [
    { id: "AC-3", title: "Access Enforcement" },
    { id: "AC-4", title: "Information Flow Enforcement" },
    { id: "AC-6", title: "Least Privilege" },
    { id: "AC-24", title: "Access Control Decisions" },
    { id: "CA-7", title: "Continuous Monitoring" },
    { id: "CM-6", title: "Configuration Settings" },
    { id: "SC-8", title: "Transmission Confidentiality and Integrity" },
  ],
};
