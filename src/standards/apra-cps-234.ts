import type { Standard } from "./standard.ts";

/** Paragraphs of the standard by number; those of its guide carry the guide's name. APRA's text is CC BY 3.0 AU; nothing of it is quoted. */
export const APRA: Standard = {
  id: "APRA",
  title: "APRA Prudential Standard CPS 234 Information Security",
  edition: "1 July 2019, with Prudential Practice Guide CPG 234 of June 2019",
  url: "https://handbook.apra.gov.au/standard/cps-234",
  confirmedIn:
    "Prowler, prowler/compliance/aws/apra_cps_234_aws.json (commit 7014df5), which cites the standard of July 2019; AWS Config, conformance pack for CPG 234",
  note: "Numbers are paragraphs of the standard; their titles are the headings that the paragraphs stand under. CPG 234 is guidance, not a requirement.",
  clauses: [
    { id: "15", title: "Information security capability" },
    { id: "18", title: "Policy framework" },
    {
      id: "20",
      title: "Information asset identification and classification",
    },
    { id: "21", title: "Implementation of controls" },
    {
      id: "CPG 234 A",
      title: "Guide, attachment A: least privilege, segregation of duties",
    },
    {
      id: "CPG 234 C.1",
      title: "Guide, attachment C: access only where a valid business need exists",
    },
    { id: "CPG 234 C.3.c", title: "Guide, attachment C: authorisation" },
    {
      id: "CPG 234 C.4",
      title: "Guide, attachment C: life of identities and credentials",
    },
    { id: "CPG 234 C.7.b", title: "Guide, attachment C: role-based access profiles" },
    { id: "CPG 234 C.7.h", title: "Guide, attachment C: audit logging" },
    { id: "CPG 234 C.7.i", title: "Guide, attachment C: regular reviews of access" },
  ],
};
