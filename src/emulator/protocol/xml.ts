const NAMES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters go out as references: a reader must not lose or normalise them. */
const escape = (text: string): string =>
  text.replace(
    // eslint-disable-next-line no-control-regex
    /[&<>"\u0000-\u001F\u007F-\u009F\u2028\u2029]/g,
    (character) => NAMES[character] ?? `&#${character.codePointAt(0) ?? 0};`,
  );

/** An element around elements. */
export const element = (name: string, ...children: readonly string[]): string =>
  children.length === 0 ? `<${name}/>` : `<${name}>${children.join("")}</${name}>`;

/** An element around text. */
export const textElement = (name: string, text: string): string => `<${name}>${escape(text)}</${name}>`;

/** `<name><member>…</member></name>` */
export const list = (name: string, texts: readonly string[]): string =>
  element(name, ...texts.map((text) => textElement("member", text)));

/** `<name><entry><key>…</key><value>…</value></entry></name>`; the values are elements already. */
export const map = (name: string, entries: readonly (readonly [key: string, value: string])[]): string =>
  element(name, ...entries.map(([key, value]) => element("entry", textElement("key", key), value)));
