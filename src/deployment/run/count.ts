import { type Case, mayExecute } from '../../planning/cases/index.ts'

/** Requests, and how many of them may be executed. */
export interface Count {
  readonly requests: number
  readonly executions: number
}

export function countOf(cases: Iterable<Case>): Count {
  let requests = 0
  let executions = 0
  for (const testCase of cases) {
    requests++
    if (mayExecute(testCase)) executions++
  }
  return { requests, executions }
}

export const summed = (counts: readonly Count[]): Count => ({
  requests: counts.reduce((sum, { requests }) => sum + requests, 0),
  executions: counts.reduce((sum, { executions }) => sum + executions, 0),
})
