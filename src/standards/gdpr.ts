import type { Standard } from "./standard.ts";

export const GDPR: Standard = {
  id: "GDPR",
  title: "General Data Protection Regulation",
  edition: "Regulation (EU) 2016/679 of 27 April 2016",
  url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  note: "A sending policy that is open does not show stored data to anyone; it lets strangers write to data subjects in the controller's name.",
  clauses: [
    {
      id: "Art. 5(1)(f)",
      title: "Principles relating to processing: integrity and confidentiality",
      confirmation: "to-be-confirmed",
    },
    {
      id: "Art. 5(2)",
      title: "Principles relating to processing: accountability",
      confirmation: "to-be-confirmed",
    },
    { id: "Art. 24(1)", title: "Responsibility of the controller", confirmation: "to-be-confirmed" },
    { id: "Art. 25", title: "Data protection by design and by default", confirmation: "to-be-confirmed" },
    {
      id: "Art. 25(2)",
      title: "Data protection by design and by default: by default",
      confirmation: "to-be-confirmed",
    },
    { id: "Art. 28", title: "Processor", confirmation: "to-be-confirmed" },
    {
      id: "Art. 29",
      title: "Processing under the authority of the controller or processor",
      confirmation: "to-be-confirmed",
    },
    { id: "Art. 32", title: "Security of processing", confirmation: "to-be-confirmed" },
    {
      id: "Art. 32(1)(b)",
      title: "Security of processing: ongoing confidentiality, integrity, availability and resilience",
      confirmation: "to-be-confirmed",
    },
    {
      id: "Art. 32(1)(d)",
      title: "Security of processing: regularly testing, assessing and evaluating",
      confirmation: "to-be-confirmed",
    },
    {
      id: "Art. 32(2)",
      title: "Security of processing: unauthorised disclosure and access",
      confirmation: "to-be-confirmed",
    },
    {
      id: "Art. 32(4)",
      title: "Security of processing: persons act only on instructions",
      confirmation: "to-be-confirmed",
    },
  ],
};
