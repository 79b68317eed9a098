export { type Acceptances, isTwin, placeKeyOf, valueIn } from './acceptances.ts'
export { businessRefusal } from './business-refusal.ts'
export {
  type Breach,
  brokenConstraint,
  type Check,
  EVERY_REQUEST,
  type Exchange,
  isAccepted,
  isSameDefect,
  isSameSubject,
  statusOf,
  subjectOf,
} from './check.ts'
export { type Explanation, explain } from './explain.ts'
export { explainRandom, sharedExplanation } from './explain-random.ts'
export { answerOf } from './idle-refusals.ts'
export { Ledger } from './ledger.ts'
export { type AskedCheck, ownChecks } from './own-checks.ts'
export { isRefused, refusalOf } from './refusal.ts'
export { breachesOf, CHECKS, checkNamed } from './registry.ts'
export { knownOptions } from './request-evidence.ts'
export { SAME_EXECUTION } from './same-execution.ts'
export { isAlike, UNNAMED } from './suspects.ts'
export { traitsOf } from './traits.ts'
