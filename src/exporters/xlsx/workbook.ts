import { letters, escaped, STYLES } from "./cells.ts";

/** A sheet that has been written, as the workbook names it. */
export interface Sheet {
  readonly name: string;
  /** Its file in the archive. */
  readonly file: string;
  readonly columns: number;
  /** The head counts too. */
  readonly rows: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What stands before the rows: the head stays where the rest scrolls, and its columns have a width. */
export const sheetHead = (widths: readonly number[], isShown: boolean): string =>
  `${DECLARATION}<worksheet ${MAIN}><sheetViews><sheetView${isShown ? ' tabSelected="1"' : ""} workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>' +
  `${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>`;

/** What stands behind them: a filter for each column, and no warning where digits are a text. */
export const sheetFoot = (columns: number, rows: number): string => {
  const all = `A1:${letters(columns - 1)}${rows}`;
  return `</sheetData><autoFilter ref="${all}"/><pageSetup orientation="landscape"/><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
};

/** Each file beside the sheets, by its name in the archive. */
export const partsOf = (sheets: readonly Sheet[], time: string): Readonly<Record<string, string>> => ({
  "[Content_Types].xml": `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${sheets.map(({ file }) => `<Override PartName="/xl/${file}" ContentType="${TYPES}.worksheet+xml"/>`).join("")}</Types>`,
  "_rels/.rels": `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  "docProps/core.xml": `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Postern</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${escaped(time)}</dcterms:created></cp:coreProperties>`,
  "xl/_rels/workbook.xml.rels": `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map(({ file }, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="${file}"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml": `${DECLARATION}<styleSheet ${MAIN}>${STYLES}</styleSheet>`,
  "xl/workbook.xml": `${DECLARATION}<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets><definedNames>${sheets.map(filterOf).join("")}${sheets.map(titlesOf).join("")}</definedNames></workbook>`,
});

/** Excel keeps the range of a sheet's filter under this name too. */
const filterOf = ({ name, columns, rows }: Sheet, index: number): string =>
  `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">'${name}'!$A$1:$${letters(columns - 1)}$${rows}</definedName>`;

/** The head is printed on each page. */
const titlesOf = ({ name }: Sheet, index: number): string =>
  `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${name}'!$1:$1</definedName>`;
