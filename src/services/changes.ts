import type { PolicyDocument } from "../model/resource.ts";

/** Where a call was recorded. */
export interface CallPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** What a change was about, as its caller said it. */
export interface NamedChange {
  /** The resource's id, whether it is there or not, and whose it is. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Null where the call is about no policy. `document` is null where it deletes one, or CloudTrail does not tell it. */
  readonly policy: (Pick<PolicyDocument, "name"> & { readonly document: string | null }) | null;
}

/** The calls after which a resource of a service may be another, as CloudTrail tells them. */
export interface Changes {
  /** As scopes name it; EventBridge puts `aws.` before it. */
  readonly service: string;
  readonly eventSource: string;
  /** Names of calls, sorted. */
  readonly calls: readonly string[];
  /** What CloudTrail's `requestParameters` name; null where that is no resource. */
  named(parameters: unknown, place: CallPlace): NamedChange | null;
}
