import type { FileNote } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { SourceFile } from "../written/text.ts";
import { calledInUnparsed } from "./called-elsewhere.ts";
import { forgottenInUnparsed } from "./forgotten.ts";
import { otherWriters } from "./other-writers.ts";

/** The notes on a file that was not parsed, because nothing in its folder speaks of the service. */
export const unparsedNotes = (file: SourceFile, kind: CodeKind, holdsKind: boolean): readonly FileNote[] => [
  ...calledInUnparsed(file),
  ...(holdsKind ? forgottenInUnparsed(file) : []),
  ...otherWriters(file, null, kind),
];
