/** The tables that verdicts rest on, with their dates: `condition-keys 2026-11-29, ses-actions 2026-11-29`. */
export const tableDates = (tables: Readonly<Record<string, string>> = {}): string =>
  Object.entries(tables)
    .map(([name, date]) => `${name} ${date}`)
    .join(", ");
