import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../run/index.ts'

/** Milliseconds since 1970, by the clock of the process, which never goes back. */
export const systemClock = (): Clock => ({
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
})
