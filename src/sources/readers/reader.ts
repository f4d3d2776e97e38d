import type { CodeKind } from "../written/code-kind.ts";
import type { Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import type { SourceFile, Text } from "../written/text.ts";

/** Why a file is no JSON and no YAML; `line` counts from 1. */
export interface NotData {
  readonly format: "JSON" | "YAML";
  readonly line: number;
  readonly says: string;
}

/** A file that was opened for the readers; it is parsed at the first call, and once. */
export interface InputFile extends SourceFile {
  /** The name by which its form is told: its path, or for a block of another file one that ends as its language does. */
  readonly form: string;
  /** The user named this very file, so that it is read whatever it is about. */
  readonly named: boolean;
  /** The kind of resource whose policies are looked for in it. */
  readonly kind: CodeKind;
  /** Its JSON or YAML documents; none where it is not such a file or cannot be parsed. */
  readonly documents: () => readonly Node[];
  /** Why it cannot be parsed; null where it can, and where it is neither JSON nor YAML by its name. */
  readonly notData: () => NotData | null;
}

/** Reads a part of a file in its own form; the text keeps the offsets of the whole. */
type ReadPart = (part: InputFile) => Promise<Outcome>;

/** What a reader may look at beside its file. */
export interface Tree {
  /**
   * The text of a file by its path from the tree's root, as a part of what is read; null where there is none within the
   * tree. It is then judged with what uses it, and not by itself.
   */
  readonly use: (path: string) => Text | null;
  /** The names of the files of a folder. */
  readonly names: (folder: string) => readonly string[];
  /** The same for a whole file of data or of resources, none of which is then judged by itself. */
  readonly adopt: (path: string) => SourceFile | null;
}

/**
 * Reads one form in which policies of identities are written.
 *
 * A reader knows no service: how a kind of resource is called in the form (a type, an operation, a module) it takes from
 * `file.kind`. What a new reader takes: readers.ts.
 *
 * The table of readers is asked in order, and the first that takes a file reads it. A reader names in `handled` what it
 * dealt with; a use of a writer anywhere else in the file is reported as not understood, so that no reader can pass over one in
 * silence.
 */
export interface Reader {
  /** As docs/source-code.md lists it. */
  readonly name: string;
  /** Whether it takes the file. It must be cheap for a file of another form. */
  readonly reads: (file: InputFile) => boolean;
  readonly read: (file: InputFile, tree: Tree, readPart: ReadPart) => Outcome | Promise<Outcome>;
  /** It reads some of the file's objects, so that a policy in any other is none that it knows. */
  readonly readsObjects?: true;
  /** What the file holds is quoted from elsewhere: commands and writers in it write nothing. */
  readonly isQuoted?: true;
}
