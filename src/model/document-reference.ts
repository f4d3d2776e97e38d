/** A policy of a resource by its name; the index, from 0 in the resource's list, tells policies of one name apart. */
export interface DocumentReference {
  readonly document: string;
  /** Only where several documents have the name. */
  readonly documentIndex?: number;
}

/** Whether a reference means the document of this name and index. */
export const refersTo = (
  { document, documentIndex }: Partial<DocumentReference>,
  name: string,
  index: number,
): boolean => document === name && (documentIndex ?? index) === index;

/** The reference to the document at an index. */
export const referenceTo = (
  documents: readonly { readonly name: string }[],
  index: number,
): DocumentReference => ({
  document: documents[index]?.name ?? "",
  ...(documents.some(({ name }, other) => name === documents[index]?.name && other !== index)
    ? { documentIndex: index }
    : {}),
});
