import { byVerdict, type JudgedRequest } from '../../judging/messages/index.ts'
import type { Troubled } from './broken-operations.ts'
import { isCutOff } from './is-troubled.ts'
import type { RunState } from './run-state.ts'

/** What a target dies of: more often of a message that its own reader does not expect than of what a program checks. */
const likelihoodOf = (judged: JudgedRequest): number =>
  byVerdict(judged, {
    malformed: () => 4,
    tolerated: () => 3,
    breaking: () => 2,
    conforming: () => 1,
    'other method': () => 0,
    'other path': () => 0,
    unjudged: () => 0,
  })

/**
 * Takes that a target died: all that was under way was cut off, and only a restart would tell of which it died. So the
 * likeliest is shown, the first of them in the plan, and the others are noted.
 */
export function takeDeath(run: RunState, troubled: readonly Troubled[]): void {
  const suspects = troubled
    .filter(({ outcome }) => outcome.kind === 'fault')
    .toSorted((a, b) => likelihoodOf(b.testCase.judged) - likelihoodOf(a.testCase.judged))
  const [likeliest, ...others] = suspects
  if (!likeliest) return
  const { testCase, outcome } = likeliest
  const exchange = run.exchange(testCase, outcome, false)
  run.take(testCase, { ...exchange, repeated: true, general: 'the target stopped answering' })
  const names = others.filter((other) => isCutOff(other.outcome)).map((other) => other.testCase.name)
  if (names.length > 0)
    run.note(
      `The target may have died of another request that was under way: ${names.join('; ')}. With --wait and a restart, the run finds out.`,
    )
}
