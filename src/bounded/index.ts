export { isAnchored } from './most-steps.ts'
export { matchesPattern, Pattern, patternOf } from './pattern.ts'
export type { PatternTree } from './pattern-tree.ts'
export { type Deadline, isCounting, NotJudged, STEP_LIMITS, spend, stepsSoFar, withinSteps } from './steps.ts'
