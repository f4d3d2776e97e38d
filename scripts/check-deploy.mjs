// Holds the templates of deploy/ against the schemas that CloudFormation publishes: types, members, required ones, values;
// and the definitions of state machines in them against the schema of the Amazon States Language.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { onDemand } from "./on-demand.mjs";

const root = resolve(import.meta.dirname, "..");

const tool = async (name, version, file) =>
  (await import(pathToFileURL(join(onDemand(name, version), file)).href)).default;
const { loadAwsServiceSpecSync } = await tool("@aws-cdk/aws-service-spec", "0.1.216", "lib/index.js");
const spec = loadAwsServiceSpecSync();
const validateStates = await tool("asl-validator", "4.0.0", "dist/src/validator.js");

/** `!Ref x` and the like, in their long form. */
const NAMES = ["Ref", "Sub", "GetAtt", "If", "Not", "Join", "Equals", "Select", "Split", "ImportValue"];
const tags = NAMES.flatMap((name) =>
  ["scalar", "seq"].map((kind) => ({
    tag: `!${name}`,
    ...(kind === "seq" ? { collection: "seq" } : {}),
    resolve: (value) => ({
      [name === "Ref" ? name : `Fn::${name}`]: kind === "seq" ? value.toJSON() : value,
    }),
  })),
);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** What is only known when it is deployed has any type. */
const isIntrinsic = (value) =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0]);

const wrong = [];
let checked = 0;

const checkMembers = (value, properties, at) => {
  if (!isObject(value)) return wrong.push(`${at} is no object`);
  for (const [name, { required }] of Object.entries(properties))
    if (required === true && value[name] === undefined) wrong.push(`${at} lacks ${name}`);
  for (const [name, member] of Object.entries(value)) {
    const property = properties[name];
    if (property === undefined) wrong.push(`${at} has no member ${name}`);
    else checkType(member, property.type, `${at}.${name}`);
  }
};

const checkType = (value, type, at) => {
  checked += 1;
  if (isIntrinsic(value)) return;
  const isText = ["string", "number", "boolean"].includes(typeof value);
  switch (type.type) {
    case "array":
      if (!Array.isArray(value)) wrong.push(`${at} is no list`);
      else for (const [index, one] of value.entries()) checkType(one, type.element, `${at}[${index}]`);
      return;
    case "ref":
      return checkMembers(value, spec.get("typeDefinition", type.reference.$ref).properties, at);
    case "map":
      if (!isObject(value)) wrong.push(`${at} is no object`);
      else for (const [name, one] of Object.entries(value)) checkType(one, type.element, `${at}.${name}`);
      return;
    case "string":
      if (!isText) wrong.push(`${at} is no text`);
      else if (type.allowedValues !== undefined && !type.allowedValues.includes(value))
        wrong.push(`${at} is ${value}, and not one of ${type.allowedValues.join(", ")}`);
      return;
    case "integer":
    case "number":
      if (typeof value !== "number") wrong.push(`${at} is no number`);
      return;
    case "boolean":
      if (typeof value !== "boolean") wrong.push(`${at} is neither true nor false`);
  }
};

let machines = 0;

/** The definition with something in each place that a substitution fills. */
const checkStates = ({ Definition: definition, DefinitionSubstitutions: values = {} }, at) => {
  machines += 1;
  const text = JSON.stringify(definition).replaceAll(/\$\{(\w+)\}/g, (whole, name) => {
    if (values[name] === undefined) wrong.push(`${at} has no value for ${whole}`);
    return name === "Partition" ? "aws" : "1";
  });
  const { isValid, errorsText } = validateStates(JSON.parse(text));
  if (!isValid) wrong.push(`${at}: ${errorsText()}`);
};

for (const name of readdirSync(join(root, "deploy")).filter((file) => file.endsWith(".yaml"))) {
  const { Resources } = parse(readFileSync(join(root, "deploy", name), "utf8"), { customTags: tags });
  for (const [id, { Type: type, Properties: properties = {} }] of Object.entries(Resources)) {
    const [found] = spec.lookup("resource", "cloudFormationType", "equals", type);
    if (found === undefined) wrong.push(`${name}: ${id}: there is no type ${type}`);
    else checkMembers(properties, found.properties, `${name}: ${id}`);
    if (type === "AWS::StepFunctions::StateMachine") checkStates(properties, `${name}: ${id}`);
  }
}
if (checked === 0) throw new Error("no template was read");
if (wrong.length > 0) throw new Error(`${wrong.length} wrong\n${wrong.join("\n")}`);
console.log(
  `${checked} values of the templates of deploy/ are as CloudFormation's schemas have them; ${machines} state machines as the language has them`,
);
