import type { BytesPiece, Piece, WrittenFile } from "../model/exporter.ts";

/** Where one document's pieces go. */
export interface DocumentPlace {
  append(piece: Piece | BytesPiece): Promise<void>;
  /** @param judgedAt ISO 8601 */
  finish(judgedAt: string): Promise<readonly WrittenFile[]>;
  switch(): void;
  discard(): Promise<void>;
}
