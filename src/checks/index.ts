export { type Breach, type Check, type Exchange, isServerError, isSuccess, statusOf } from './check.ts'
export { Ledger } from './ledger.ts'
export { isRefused } from './refusal.ts'
export { breachesOf, CHECKS } from './registry.ts'
