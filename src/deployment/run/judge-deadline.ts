import type { Deadline } from '../../bounded/index.ts'
import type { Clock } from './clock.ts'

/** Lets one response be judged for so many milliseconds from now. */
export function judgeDeadline(clock: Pick<Clock, 'now'>, timeoutMs: number): Deadline {
  const startedAt = clock.now()
  return () =>
    clock.now() - startedAt > timeoutMs ? `judging it took longer than --judge-timeout ${timeoutMs / 1000}s` : undefined
}
