export { describeContract } from './describe-contract.ts'
export type { PlainBody, PlainHeaders, PlainRequest, PlainResponse } from './plain-message.ts'
export { toKeepContract } from './to-keep-contract.ts'
export { type MatcherResult, toMatchContract } from './to-match-contract.ts'
