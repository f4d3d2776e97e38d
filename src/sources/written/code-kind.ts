import type { Kind } from "../../model/kind.ts";
import type {
  AnsibleForm,
  CommandsForm,
  CrossplaneForm,
  CustomResourceForm,
  KindInCode,
  PolicyFilesForm,
  ProgramsForm,
  PulumiForm,
} from "../../model/kind-in-code.ts";
import type { KindName } from "../../model/resource.ts";

/** A kind of resource as the readers look for it: every form is there, and what the kind does not have matches nothing. */
export interface CodeKind extends KindInCode {
  readonly kind: KindName;
  /** As scopes name it: "ses". */
  readonly service: string;
  readonly actions: ActionPatterns;
  /** Whether a resource can have several policies, told apart by their names. */
  readonly namesPolicies: boolean;
  readonly policyFiles: PolicyFilesForm;
  readonly custom: CustomResourceForm;
  readonly commands: CommandsForm;
  readonly programs: ProgramsForm;
  readonly ansible: AnsibleForm;
  readonly crossplane: CrossplaneForm;
  readonly pulumi: PulumiForm;
}

/** What tells that a policy is about the service, made of the prefix of its actions and the form of its ARNs. */
interface ActionPatterns {
  /** `ses:` */
  readonly prefix: string;
  /** The prefix at the beginning of an action, and anywhere in a text: by its case, and by any. */
  readonly atStart: RegExp;
  readonly within: RegExp;
  readonly withinAnyCase: RegExp;
  /** An action as a policy names it, or the ARN of a resource of the kind, for `matchAll`. */
  readonly named: RegExp;
  /** Actions given to what makes a policy of them. */
  readonly given: RegExp;
  /** An action, or the ARN of a resource of the kind. */
  readonly orArn: RegExp;
}

/** The kinds that say how they stand in code, in the order of their services. */
export const codeKinds = (kinds: readonly Kind[]): readonly CodeKind[] =>
  kinds
    .flatMap((kind) => (kind.code === undefined ? [] : [codeKind(kind, kind.code)]))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));

const codeKind = ({ kind, service }: Pick<Kind, "kind" | "service">, code: KindInCode): CodeKind => {
  const actions = actionPatterns(code.arn);
  return {
    ansible: NO_ANSIBLE,
    commands: NO_COMMANDS,
    crossplane: NO_CROSSPLANE,
    programs: NO_PROGRAMS,
    pulumi: NO_PULUMI,
    policyFiles: { lists: [], inText: actions.within },
    ...code,
    custom: code.cloudFormation.custom ?? NO_CUSTOM_RESOURCE,
    kind,
    service,
    actions,
    namesPolicies: Object.values(code.terraform.policyTypes).some(({ name }) => name !== undefined),
  };
};

const actionPatterns = ({ service, before, actions = service }: KindInCode["arn"]): ActionPatterns => {
  const [action, arn, name] = [actions, service, before].map(literally);
  return {
    prefix: `${actions}:`,
    atStart: new RegExp(`^${action}:`, "i"),
    within: new RegExp(String.raw`\b${action}:`),
    withinAnyCase: new RegExp(String.raw`\b${action}:`, "i"),
    named: new RegExp(
      String.raw`(?<![\w:.-])${action}:(?:\*|[a-z][a-z*]*)|\barn:[\w-]{0,20}:${arn}:[\w*?$\{\}.-]{0,200}:[\w*?$\{\}.-]{0,200}:${name}`,
      "gi",
    ),
    given: new RegExp(String.raw`"(?:not)?actions?":\[?"${action}:`, "i"),
    orArn: new RegExp(`^${action}:|:${arn}:.{0,200}${name}`, "i"),
  };
};

const literally = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);

const NEVER = /(?!)/;

const NO_CUSTOM_RESOURCE: CustomResourceForm = {
  type: NEVER,
  resource: [],
  policy: [],
  name: [],
  likely: NEVER,
  region: NEVER,
};

const NO_OPTION = { option: "", members: [] } as const;

const NO_COMMANDS: CommandsForm = {
  service: NEVER,
  serviceWithin: NEVER,
  operation: NEVER,
  operationWithin: NEVER,
  operations: [],
  own: [[]],
  resource: [],
  name: NO_OPTION,
  policy: NO_OPTION,
};

const NO_PROGRAMS: ProgramsForm = {
  resource: NEVER,
  operation: NEVER,
  operations: [],
  head: NEVER,
  action: NEVER,
  own: [NEVER],
  ownWithin: NEVER,
  serviceWithin: NEVER,
  service: NEVER,
  client: NEVER,
  clientName: NEVER,
  parameters: { resource: [], policy: [], name: [] },
  declared: {},
  attributes: { name: [], arn: [], node: "" },
  intoPolicy: NEVER,
  harmless: NEVER,
  constructed: "",
  renamed: NEVER,
  inherited: NEVER,
  mocked: NEVER,
};

const NO_ANSIBLE: AnsibleForm = { mark: "", module: NEVER, resource: [], name: [], policy: [] };

const NO_CROSSPLANE: CrossplaneForm = {
  mark: "",
  kind: NEVER,
  apiVersion: NEVER,
  resource: [],
  references: [],
  name: [],
  policy: [],
  declared: NEVER,
  declaredName: [],
};

const NO_PULUMI: PulumiForm = {
  mark: "",
  policyType: NEVER,
  resource: [],
  name: [],
  policy: [],
  declared: [],
};
