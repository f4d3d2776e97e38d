/** Paints a text; the identity where the stream is no terminal or NO_COLOR is set. */
export type Paint = (style: "red" | "yellow" | "green" | "dim" | "bold", text: string) => string;
