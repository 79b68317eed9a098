export { Gate, type GateOptions } from './gate.ts'
export { type ReadOptions, readBaseline } from './read-baseline.ts'
export { type BaselineUpdate, renderBaseline, updateBaseline } from './update-baseline.ts'
