import type { Verdict } from '../../report/results/index.ts'

export const EXIT_CODES: { readonly [V in Verdict]: number } = { pass: 0, fail: 1, inconclusive: 3 }
