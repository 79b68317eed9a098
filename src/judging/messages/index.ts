export { basePathsOf, belowBasePaths } from './base-paths.ts'
export { type Difference, differencesOf, differsOnlyWhere, saysSame } from './differences.ts'
export { isOfFormat } from './formats.ts'
export { givenIds, LOCATION } from './given-ids.ts'
export { show } from './issues.ts'
export { documentedResponse, NOT_ACCEPTED, styleOfHeader } from './judge-response.ts'
export type { Issue, JudgedRequest, JudgedResponse, Oddity, RequestVerdict } from './judgement.ts'
export { listSchema } from './list-schema.ts'
export { OperationFinder } from './operation-finder.ts'
export { OperationJudge } from './operation-judge.ts'
export { type PathTemplate, pathTemplate } from './path-template.ts'
export { isRequestAtEdge, requestInstances, requestValue } from './request-instances.ts'
export { type KeywordIssue, SchemaValidator, type Validate } from './schema-validator.ts'
export {
  breaksMessage,
  breaksOnly,
  brokenAlone,
  byVerdict,
  firstBroken,
  hazardsOf,
  isAcceptable,
  isBreaking,
  isConforming,
  isForAnother,
  isForAnotherPath,
  isKept,
  issuesOf,
  unjudgedReason,
  type VerdictArms,
  verdictName,
} from './verdict.ts'
