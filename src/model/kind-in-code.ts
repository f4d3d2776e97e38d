/**
 * How a kind of resource and its policies stand in source code, as data: the names by which each form calls them.
 *
 * The readers below src/sources know the forms and take every name from here. A form that is left out is not read for the
 * kind; what only `writers` and `mark` know of is reported as not understood. Patterns run over hostile text: bound their
 * repetitions. They have the flag `g` where `matchAll` is said, and nowhere else.
 *
 * A form with names of its own is a member here, which each kind fills in its own folder. What it is where a kind leaves it out says
 * sources/written/code-kind.ts, and what a plugin may say config/schemas/kind-in-code.ts.
 */
export interface KindInCode {
  readonly words: WordsInCode;
  readonly arn: ArnForm;
  /** Members of a record that follow from the resource's name: its type. */
  readonly ofName?: (name: string) => Readonly<Record<string, unknown>>;
  /** What a file must say somewhere to be of any concern; one that does not is not parsed. */
  readonly mark: RegExp;
  /** What speaks of the service in code that is not in the tree: a call of a module, a nested stack. */
  readonly speaksOf: RegExp;
  readonly writers: WritersForm;
  readonly terraform: TerraformForm;
  readonly cloudFormation: CloudFormationForm;
  readonly policyFiles?: PolicyFilesForm;
  readonly commands?: CommandsForm;
  readonly programs?: ProgramsForm;
  readonly ansible?: AnsibleForm;
  readonly crossplane?: CrossplaneForm;
  readonly pulumi?: PulumiForm;
}

/** What messages call the kind. */
interface WordsInCode {
  /** The service: "SES". */
  readonly service: string;
  /** One resource, without and with its article, and several: "SES identity", "an SES identity", "SES identities". */
  readonly one: string;
  readonly a: string;
  readonly many: string;
  /** One resource where the service was named before, without and with its article: "identity", "an identity". */
  readonly short: string;
  readonly aShort: string;
  /** Completes "Give …": a policy of the kind, or what prints one. */
  readonly policy: string;
  /** Completes "Give a policy, …, a snapshot": what prints policies of the kind; left out where nothing does. */
  readonly output?: string;
  /** The longest policy that the service takes, where that is known: "SES takes 4 KB". */
  readonly longest?: string;
}

/** `arn:aws:ses:us-east-1:111122223333:identity/NAME`: the service, and what stands before the name. */
interface ArnForm {
  readonly service: string;
  readonly before: string;
  /** The prefix of the service's actions, where it is another than the service of its ARNs. */
  readonly actions?: string;
}

/** What writes a policy, in code of any language: each use that no reader has dealt with is reported. */
export interface WritersForm {
  /** Each matches a use, not a mention; they are given to `matchAll`. */
  readonly uses: readonly RegExp[];
  /** The name at the end of a use, as messages show it. */
  readonly name: RegExp;
  /** One of these texts is in every file that a use can stand in. */
  readonly marks: readonly string[];
}

/** Terraform's types; an attribute of each names the resource. */
export interface TerraformForm {
  /** What a module must say somewhere to be of any concern. */
  readonly mark: RegExp;
  /** What a file must say that can write a policy in another way than by these types. */
  readonly writes: RegExp;
  readonly types: Readonly<Record<string, TerraformType>>;
  readonly policyTypes: Readonly<Record<string, TerraformPolicyType>>;
  /** Other types that name a resource of the kind, for what refers to their attributes. */
  readonly naming?: Readonly<Record<string, TerraformType>>;
  /** Types of the service, which hand no statement on to anything else. */
  readonly ownTypes: RegExp;
  /** Types of other providers that say they are such a policy; those of `policyTypes` are not asked. */
  readonly likely: RegExp;
}

export interface TerraformType {
  /** The attribute that names the resource. */
  readonly name: string;
  /** AWS makes up a name where none is given. */
  readonly unnamed?: true;
  /** What its `id` is; the name where it is left out. */
  readonly id?: "arn";
  /** The attribute that holds a policy in the resource itself. */
  readonly policy?: string;
  /** The attribute with its tags; those that its provider gives by default are added. */
  readonly tags?: string;
}

interface TerraformPolicyType {
  /** The attribute with the name or the ARN of the resource. */
  readonly resource: string;
  /** The attribute that names the policy; a resource with one policy has none. */
  readonly name?: string;
  /** The attribute with the policy; `policy` where it is left out. */
  readonly policy?: string;
}

/** CloudFormation's types, and what custom resources are called that stand in for one. */
export interface CloudFormationForm {
  readonly types: Readonly<Record<string, CloudFormationType>>;
  readonly policyTypes?: Readonly<Record<string, CloudFormationPolicyType>>;
  /** What a template says that declares a resource or a policy, though in a part that is not known. */
  readonly writes: RegExp;
  /** What a file says that was to be such a template, and cannot be parsed. */
  readonly inText: RegExp;
  /** What a program says that computes such a template. */
  readonly inProgram: RegExp;
  readonly custom?: CustomResourceForm;
  /** Transforms of AWS's own that add policies of the kind, as SAM's adds policies of queues. */
  readonly transforms?: readonly string[];
}

export interface CloudFormationType {
  /** The property that names the resource. */
  readonly name: string;
  /** AWS makes up a name where none is given. */
  readonly unnamed?: true;
  /** The property that holds a policy in the resource itself. */
  readonly policy?: string;
  /** The property with its tags, each with `Key` and `Value`. */
  readonly tags?: string;
  /** Every property that the type has; one that is new may say who can use the resource. Not held against it where it is left out. */
  readonly properties?: readonly string[];
  /** What `Ref` gives; the name where it is left out. */
  readonly ref?: "arn";
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes?: Readonly<Record<string, "name" | "arn">>;
}

export interface CloudFormationPolicyType {
  /** The property with the names or ARNs of the resources that get the policy: one, or a list. */
  readonly resources: string;
  readonly policy: string;
}

/** Custom resources and calls of the SDK in a template; of several names the first that is there holds. */
export interface CustomResourceForm {
  /** Types that say that they are a policy of the kind. */
  readonly type: RegExp;
  readonly resource: readonly string[];
  readonly policy: readonly string[];
  readonly name: readonly string[];
  /** Other names of the resource, taken where a policy about the service stands beside them. */
  readonly likely: RegExp;
  /** The region of the resource, where that is another than the stack's. */
  readonly region: RegExp;
}

/** What the aws command line prints of the kind. */
export interface PolicyFilesForm {
  /** Members that list names and no policies. */
  readonly lists: readonly string[];
  /** What a file says that holds a policy and cannot be parsed. */
  readonly inText: RegExp;
}

/** Commands of the aws command line that write a policy. */
export interface CommandsForm {
  /** `ses`, `sesv2`: as a word of a command, and within a text. */
  readonly service: RegExp;
  readonly serviceWithin: RegExp;
  readonly operation: RegExp;
  readonly operationWithin: RegExp;
  /** The operations by their names in full. */
  readonly operations: readonly string[];
  /** Options that no other command takes together: a command with one of each list writes a policy, whatever it is called. */
  readonly own: readonly (readonly string[])[];
  readonly resource: readonly CommandOption[];
  readonly name: CommandOption;
  readonly policy: CommandOption;
}

/** An option, and the members of `--cli-input-json` that say the same. */
export interface CommandOption {
  readonly option: string;
  readonly members: readonly string[];
}

/** Programs: calls of the SDKs, and resources of Pulumi, the CDK and the like. */
export interface ProgramsForm {
  /** Constructors of resources that are a policy. */
  readonly resource: RegExp;
  /** Operations of the SDKs that write one, and the same by their names in full. */
  readonly operation: RegExp;
  readonly operations: readonly string[];
  /** The end of a call's head that may be one of both: the cheap look. */
  readonly head: RegExp;
  /** A call of an operation as data: `action: "putIdentityPolicy"`. */
  readonly action: RegExp;
  /** Parameters that no other operation takes together, one of them within a text, and the service beside it. */
  readonly own: readonly RegExp[];
  readonly ownWithin: RegExp;
  readonly serviceWithin: RegExp;
  /** What makes a client: by its argument, by its name; and what a client is called that is made elsewhere. */
  readonly service: RegExp;
  readonly client: RegExp;
  readonly clientName: RegExp;
  /** What a call or a resource gives; of several names the first that is there holds. */
  readonly parameters: {
    readonly resource: readonly string[];
    readonly policy: readonly string[];
    readonly name: readonly string[];
  };
  /** Resources by the last name of their constructor, and the parameters that name them. */
  readonly declared: Readonly<Record<string, readonly string[]>>;
  /** Attributes of such a resource that are its name and its ARN, and its name below `nodes` of SST. */
  readonly attributes: {
    readonly name: readonly string[];
    readonly arn: readonly string[];
    readonly node: string;
  };
  /** Paths of a property that an override reaches the policy by. */
  readonly intoPolicy: RegExp;
  /** Functions that write a policy, and leave what they are given as it is. */
  readonly harmless: RegExp;
  /** The last name of a policy's constructor: "IdentityPolicy". */
  readonly constructed: string;
  /** What gives a writer another name, what inherits from one, and what a test says of a mock of one. */
  readonly renamed: RegExp;
  readonly inherited: RegExp;
  readonly mocked: RegExp;
}

/** Modules of Ansible. */
export interface AnsibleForm {
  /** In every file with such a module; its tasks are called so where they have no name. */
  readonly mark: string;
  readonly module: RegExp;
  readonly resource: readonly string[];
  readonly name: readonly string[];
  readonly policy: readonly string[];
}

/** Manifests of Kubernetes that make a resource of AWS. */
export interface CrossplaneForm {
  /** In every file with such a manifest; it is called so where it has no name. */
  readonly mark: string;
  readonly kind: RegExp;
  readonly apiVersion: RegExp;
  readonly resource: readonly string[];
  /** Members whose `name` refers to a resource's manifest. */
  readonly references: readonly string[];
  readonly name: readonly string[];
  readonly policy: readonly string[];
  /** Kinds of manifests that are the resource, and the members that name it. */
  readonly declared: RegExp;
  readonly declaredName: readonly string[];
}

/** Types of Pulumi YAML. */
export interface PulumiForm {
  readonly mark: string;
  readonly policyType: RegExp;
  readonly resource: readonly string[];
  readonly name: readonly string[];
  readonly policy: readonly string[];
  /** Types that are the resource, and the property that names it. */
  readonly declared: readonly (readonly [type: RegExp, name: string])[];
}
