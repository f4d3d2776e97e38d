import type { EditValue } from "../../model/remedy.ts";
import { isObject } from "../../text/is-object.ts";

export type Members = { readonly [name: string]: EditValue };

export const listed = (value: EditValue | undefined): readonly EditValue[] =>
  value === undefined ? [] : isList(value) ? value : [value];

export const isList = (value: EditValue): value is readonly EditValue[] => Array.isArray(value);

export const isMembers = (value: EditValue | undefined): value is Members =>
  isObject(value) && !Array.isArray(value);
