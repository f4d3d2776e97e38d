import { isObject, type Json, type JsonObject, textAt } from "../../protocol/json.ts";
import { refusal } from "../../protocol/refusal.ts";
import { timeOf } from "./checks.ts";
import { refuseMixed, testOf } from "./comparisons.ts";
import { invalid } from "./invalid.ts";

/** API reference of GetFindings. */
const MOST_ATTRIBUTES = 10;
const MOST_VALUES = 20;

const DAY = 86_400_000;

/** Filter name → where its values stand in a finding; a list on the way stands for each of its members. */
const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AwsAccountId: "AwsAccountId",
    CompanyName: "CompanyName",
    ComplianceStatus: "Compliance.Status",
    ComplianceAssociatedStandardsId: "Compliance.AssociatedStandards.StandardsId",
    Description: "Description",
    FindingProviderFieldsSeverityLabel: "FindingProviderFields.Severity.Label",
    FindingProviderFieldsSeverityOriginal: "FindingProviderFields.Severity.Original",
    FindingProviderFieldsTypes: "FindingProviderFields.Types",
    GeneratorId: "GeneratorId",
    Id: "Id",
    NoteText: "Note.Text",
    NoteUpdatedBy: "Note.UpdatedBy",
    ProductArn: "ProductArn",
    ProductName: "ProductName",
    RecordState: "RecordState",
    Region: "Region",
    ResourceId: "Resources.Id",
    ResourcePartition: "Resources.Partition",
    ResourceRegion: "Resources.Region",
    ResourceType: "Resources.Type",
    SeverityLabel: "Severity.Label",
    Title: "Title",
    Type: "Types",
    VerificationState: "VerificationState",
    WorkflowStatus: "Workflow.Status",
  }),
);
const TIMES = new Set(["CreatedAt", "FirstObservedAt", "LastObservedAt", "UpdatedAt"]);
const MAPS = new Set(["ProductFields", "UserDefinedFields"]);

export type Filter = (finding: JsonObject) => boolean;

/** All filters as one; throws the refusal for those that the service, or this emulator, does not take. */
export const filterOf = (filters: Json | undefined, now: number): Filter => {
  if (filters === undefined || filters === null) return () => true;
  if (!isObject(filters)) throw invalid("Filters should be an object");
  const attributes = Object.entries(filters).filter(([, values]) => values !== null);
  if (attributes.length > MOST_ATTRIBUTES)
    throw invalid(`Filters should NOT have more than ${MOST_ATTRIBUTES} attributes`);
  const all = attributes.map(([name, values]) => attributeFilter(name, conditionsOf(name, values), now));
  return (finding) => all.every((filter) => filter(finding));
};

const conditionsOf = (name: string, values: Json): readonly JsonObject[] => {
  if (!Array.isArray(values) || !values.every(isObject)) throw invalid(`${name} should be a list of filters`);
  if (values.length > MOST_VALUES) throw invalid(`${name} should NOT have more than ${MOST_VALUES} values`);
  return values;
};

const attributeFilter = (name: string, conditions: readonly JsonObject[], now: number): Filter => {
  const path = TEXTS.get(name)?.split(".");
  if (path !== undefined) return textFilter(name, path, conditions);
  if (TIMES.has(name)) return timeFilter(name, conditions, now);
  if (MAPS.has(name)) return mapFilter(name, conditions);
  throw refusal("NotImplemented", `This emulator does not filter by ${name}.`, 501);
};

/** Positive comparisons are joined by OR, negative ones by AND (API reference of StringFilter). */
const textFilter = (name: string, path: readonly string[], conditions: readonly JsonObject[]): Filter => {
  refuseMixed(name, conditions);
  const tests = conditions.map(testOf);
  const some = tests.filter(({ positive }) => positive);
  const every = tests.filter(({ positive }) => !positive);
  return (finding) => {
    const values = valuesAt(finding, path);
    return (
      (some.length === 0 || some.some(({ test }) => values.some(test))) &&
      every.every(({ test }) => values.every(test))
    );
  };
};

const timeFilter = (name: string, conditions: readonly JsonObject[], now: number): Filter => {
  const ranges = conditions.map(({ Start, End, DateRange }): readonly [number, number] => {
    if (isObject(DateRange)) return [now - Number(DateRange["Value"]) * DAY, now];
    return [
      typeof Start === "string" ? timeOf(Start) : -Infinity,
      typeof End === "string" ? timeOf(End) : Infinity,
    ];
  });
  return (finding) => {
    const at = timeOf(textAt(finding, name));
    return ranges.some(([start, end]) => at >= start && at <= end);
  };
};

const mapFilter = (name: string, conditions: readonly JsonObject[]): Filter => {
  const tests = conditions.map((condition) => ({ key: textAt(condition, "Key"), ...testOf(condition) }));
  return (finding) => {
    const map = isObject(finding[name]) ? finding[name] : {};
    const holds = ({ key, test, positive }: (typeof tests)[number]): boolean =>
      map[key] === undefined ? !positive : test(textAt(map, key));
    const some = tests.filter(({ positive }) => positive);
    return (some.length === 0 || some.some(holds)) && tests.filter(({ positive }) => !positive).every(holds);
  };
};

const valuesAt = (value: Json | undefined, path: readonly string[]): readonly string[] => {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => valuesAt(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return typeof value === "string" ? [value] : [];
  return isObject(value) ? valuesAt(value[first], rest) : [];
};
