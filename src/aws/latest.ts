/** Places that are kept in mind: many more than are ever read at a time, and few beside those of an organisation. */
const KEPT = 1_024;

/** Makes a value for each key once and keeps those that were wanted last, so that a run over many places needs no more memory. */
export const latest = <T>(make: () => T): ((key: string) => T) => {
  const values = new Map<string, T>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) {
      values.delete(key);
      values.set(key, known);
      return known;
    }
    const made = make();
    values.set(key, made);
    const [oldest] = values.size > KEPT ? values.keys() : [];
    if (oldest !== undefined) values.delete(oldest);
    return made;
  };
};
