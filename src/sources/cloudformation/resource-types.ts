import { member, stringOf, type Node } from "../written/node.ts";

export const typeOf = (resource: Node): string => stringOf(member(resource, "Type")) ?? "";

/** Custom resources and types of other publishers: beside the types that a kind names, nothing of AWS's own writes a policy of it. */
export const isCustom = (type: string): boolean =>
  !type.startsWith("AWS::") || type === "AWS::CloudFormation::CustomResource";

/** A module of CloudFormation's registry, whose template AWS keeps. */
export const isModule = (resource: Node): boolean => typeOf(resource).endsWith("::MODULE");
