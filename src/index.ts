/**
 * Postern as a library: scan live accounts, analyse files, decide exposure, write reports, build rules of one's own.
 *
 * Nothing here prints, exits, or reads a clock but `scan` for its timestamps.
 */
import type { pushSecurityHub as push } from "./deliver/security-hub/push.ts";

export { analyze, type AnalyzeOptions } from "./analyze.ts";
export { diff } from "./diff.ts";
export type { Change, Difference, Found } from "./difference/difference.ts";
export { sideOf, type Side } from "./difference/side.ts";
export { scan, type ScanOptions } from "./scan.ts";
export { folderStore } from "./continuous/folder-store.ts";
export { keepManifest } from "./continuous/manifest.ts";
export { mergeRun, type MergeOptions } from "./continuous/merge.ts";
export type { ObjectStore, PutCondition, StoredObject } from "./continuous/object-store.ts";
export { planRun } from "./continuous/plan.ts";
export type {
  FailedShard,
  Listed,
  Manifest,
  RunPlan,
  Shard,
  ShardOutcome,
  ShardSummary,
} from "./continuous/run.ts";
export { s3Store, type S3StoreOptions } from "./continuous/s3-store.ts";
export { scanShard, type ShardOptions } from "./continuous/scan-shard.ts";
export type { LiveOptions } from "./reading.ts";
export { judgingOf, type JudgingOptions } from "./judging.ts";
export { assess, type AssessOptions } from "./assess/assess.ts";
export type { ActiveRule } from "./assess/judge.ts";
export { assembled, readResults, resultsRecords } from "./results/read.ts";
export { readSnapshot } from "./snapshot/read.ts";
export { loadConfig } from "./config/load.ts";
export type { HubReport, PushOptions, PushReport } from "./deliver/security-hub/push.ts";
export { connect, type ConnectionOptions } from "./connection.ts";
export { FORMATS, type ExportSettings, type Format } from "./exporters/index.ts";

export { decideExposure } from "./policy/decide/decide.ts";
export { GLOBAL_KEYS, type KeyMeaning } from "./policy/keys.ts";
export type { AskedAction, Exposure, Party, Question, QuestionDocument, Reach } from "./policy/question.ts";
export { POLICIES, readFacts, TEXT, TEXTS_BY_NAME, type Shape } from "./services/record.ts";
export { SES_KIND } from "./services/ses/kind.ts";
export { identityQuestion } from "./services/ses/question.ts";
export { SENDING_ACTIONS } from "./services/ses/actions.ts";
export { SES_IDENTITY, type SesIdentity } from "./services/ses/identity.ts";
export { KINDS } from "./services/index.ts";
export { ACCOUNT_OF_THE_CODE } from "./services/stand-ins.ts";
export { RULES } from "./rules/index.ts";

export { isUnread, unexpectedAnswer, unreadFact } from "./model/fact.ts";
export type { Fact, Pointer, Refusal, Unread } from "./model/fact.ts";
export { defineKind } from "./model/kind.ts";
export type { AwsAccess, Kind, ProbeResult } from "./model/kind.ts";
export type { KindInCode } from "./model/kind-in-code.ts";
export { defineRule, RISK_LEVELS } from "./model/rule.ts";
export type {
  AnyRule,
  Category,
  Known,
  Mapping,
  RiskLevel,
  Rule,
  RuleMeta,
  SettingSpec,
  Step,
} from "./model/rule.ts";
export type { RuleContext, Settings, SettingValue } from "./model/rule-context.ts";
export { awsScopeId, filesScopeId, parseScope, partitionOf } from "./model/scope.ts";
export type { AwsScope, Scope, ScopeId, ScopeStatus } from "./model/scope.ts";
export { OWNER_ONLY, type Trust } from "./model/trust.ts";
export { isProblem, problem, type Problem } from "./model/problem.ts";
export type { BytesPiece, Exporter, Feed, Piece, WrittenFile } from "./model/exporter.ts";
export type { Exception, ExceptionEntry } from "./model/exception.ts";
export type { Finding, FindingResource, LastFailure } from "./model/finding.ts";
export type { Hole, KindName, Place, PolicyDocument, Resource } from "./model/resource.ts";
export type { Coverage, Gone, Results, ResultsRecord, Run, RunRule, Summary } from "./model/results.ts";
export type { Plugin } from "./model/plugin.ts";
export type { Caller, ResourceRecord, ScopeRecord, SnapshotRecord } from "./model/snapshot.ts";
export type { Source } from "./model/source.ts";
export type { Evidence, EvidenceRole, Fault, Status, Verdict, Witness } from "./model/verdict.ts";

/** As `push security-hub` does; loads the Security Hub client only when it is called. */
export const pushSecurityHub: typeof push = async (records, options) =>
  (await import("./deliver/security-hub/push.ts")).pushSecurityHub(records, options);
