import type { WrittenIdentity } from "../written/identity.ts";
import { offsetOf, type SourceFile } from "../written/text.ts";

/** Where the elements of the policies that were judged stand in a file. */
export const judgedOffsets = (file: SourceFile, identities: readonly WrittenIdentity[]): readonly number[] =>
  identities
    .flatMap(({ policies }) => policies)
    .flatMap(({ places = {} }) => Object.entries(places))
    .filter(([pointer, place]) => pointer !== "" && place.file === file.path)
    .map(([, { startLine, startColumn }]) => offsetOf(file, startLine, startColumn));
