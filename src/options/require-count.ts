import { UsageError } from '../report/results/index.ts'

/** Throws UsageError for a number that is too small, and for NaN, which would be no limit at all and cost executions. */
export function requireCount(name: string, value: number | undefined, least = 0): number | undefined {
  if (value === undefined || value >= least) return value
  throw new UsageError(`${name} is ${value}; give a number, ${least} or more.`)
}
