import type { ResultsRecord } from "./results.ts";

/** A piece of output, in order. `part` names the file where a format writes several. */
export interface Piece {
  readonly part?: string;
  readonly text: string;
}

/** A piece of a format that is no text. */
export interface BytesPiece {
  readonly part?: string;
  readonly bytes: Uint8Array;
}

/** Takes each record of the results in order, and gives back what can be written by then. */
export type Feed = (record: ResultsRecord) => Iterable<Piece | BytesPiece>;

/** A file that was written beside this one in the same run; given to `open` by the one who writes files. */
export interface WrittenFile {
  readonly name: string;
  readonly sha256: string;
}

/**
 * Turns the results stream into one format.
 *
 * `open` begins one document and returns a function that takes each record in order and gives back what can be
 * written by then; the last pieces come at `summary`. Pieces may be made one by one while they are written, so they are
 * taken once, in order, before the next record. State lives in the closure. No files, no clock, no network.
 */
export interface Exporter<O = Record<string, never>, P extends Piece | BytesPiece = Piece> {
  readonly name: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  open(options: O): (record: ResultsRecord) => Iterable<P>;
}
