export { type Alike, alike } from './alike.ts'
export { beyondBudget } from './beyond-budget.ts'
export { breaches } from './breaches.ts'
export type { BreakingValue } from './breaking-value.ts'
export { Dice } from './dice.ts'
export { Draws } from './draws.ts'
export { edges, uncovered } from './edges.ts'
export { isBulky, LARGE_BODY } from './hazards.ts'
export {
  cannotExist,
  IMPOSSIBLE_VALUES,
  impossibleMembers,
  impossibleValue,
  isListed,
  NO_SUCH_THING,
  noSuchText,
} from './impossible-value.ts'
export { budgetOf, TRY_LIMITS } from './limits.ts'
export { isMember, type SchemaReader } from './membership.ts'
export { nearMisses } from './near-misses.ts'
export { type Negative, negatives } from './negatives.ts'
export { type Fullness, positive } from './positive.ts'
export { isRefusal, madeOrRefused, Unsatisfiable, UnsupportedKeyword } from './refusals.ts'
export { severalItems } from './several-items.ts'
export { smaller } from './smaller.ts'
export type { Demand, Edge } from './spot.ts'
export { inOtherLetters } from './text.ts'
export { whyNoAnswer } from './why-no-answer.ts'
export { whyNone } from './why-none.ts'
