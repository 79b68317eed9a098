export { Gate, type GateOptions } from './gate.ts'
export { isDay, type ReadOptions, readBaseline } from './read-baseline.ts'
export type { Requirable } from './requirement.ts'
export { type Acceptance, type BaselineUpdate, renderBaseline, updateBaseline } from './update-baseline.ts'
