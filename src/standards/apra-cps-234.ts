import type { Standard } from "./standard.ts";

/** Paragraphs of the standard by number; those of its guide carry the guide's name. APRA's text is CC BY 3.0 AU; nothing of it is quoted. */
export const APRA: Standard = {
  id: "APRA",
  title: "APRA Prudential Standard CPS 234 Information Security",
  edition: "1 July 2019, with Prudential Practice Guide CPG 234 of June 2019",
  url: "https://handbook.apra.gov.au/standard/cps-234",
  note: "Numbers are paragraphs of the standard; their titles are the headings that the paragraphs stand under. CPG 234 is guidance, not a requirement.",
  clauses: [
    { id: "15", title: "Information security capability", confirmation: "to-be-confirmed" },
    {
      id: "17",
      title: "Information security capability: actively maintained",
      confirmation: "to-be-confirmed",
    },
    { id: "18", title: "Policy framework", confirmation: "to-be-confirmed" },
    {
      id: "20",
      title: "Information asset identification and classification",
      confirmation: "to-be-confirmed",
    },
    { id: "21", title: "Implementation of controls", confirmation: "to-be-confirmed" },
    {
      id: "22",
      title: "Implementation of controls: third parties",
      confirmation: "to-be-confirmed",
    },
    { id: "23", title: "Incident management: detection", confirmation: "to-be-confirmed" },
    {
      id: "27",
      title: "Testing control effectiveness: systematic testing",
      confirmation: "to-be-confirmed",
    },
    {
      id: "29",
      title: "Testing control effectiveness: escalation of deficiencies",
      confirmation: "to-be-confirmed",
    },
    {
      id: "CPG 234 A",
      title: "Guide, attachment A: least privilege, segregation of duties",
      confirmation: "cited",
    },
    {
      id: "CPG 234 C.1",
      title: "Guide, attachment C: access only where a valid business need exists",
      confirmation: "cited",
    },
    { id: "CPG 234 C.3.c", title: "Guide, attachment C: authorisation", confirmation: "cited" },
    {
      id: "CPG 234 C.4",
      title: "Guide, attachment C: life of identities and credentials",
      confirmation: "cited",
    },
    { id: "CPG 234 C.7.b", title: "Guide, attachment C: role-based access profiles", confirmation: "cited" },
    { id: "CPG 234 C.7.h", title: "Guide, attachment C: audit logging", confirmation: "cited" },
    { id: "CPG 234 C.7.i", title: "Guide, attachment C: regular reviews of access", confirmation: "cited" },
  ],
};
