import type { Choice } from './choice.ts'

const FAULTS = ['reset', 'truncated', 'hang'] as const

/** `reset`: no answer, the connection ends. `truncated`: it ends within the body. `hang`: nothing ever comes. */
export type MockFault = (typeof FAULTS)[number]

export const isMockFault = (text: string): text is MockFault => FAULTS.some((fault) => fault === text)

/** What is wanted of an answer, and of how it is carried. */
export interface MockChoice extends Choice {
  /** Waited before the answer, or the fault. */
  readonly delayMs?: number
  readonly fault?: MockFault
}

/** What tells which answer is meant: what says one of these says all of them. */
const NAMED = ['status', 'example', 'body', 'breaks'] as const
/** What a mode leaves to choose among. */
const SINGLE = ['example', 'body', 'breaks'] as const

/** What holds if `upper` was said after `lower`. */
export function overChoice(lower: MockChoice, upper: MockChoice): MockChoice {
  const given: MockChoice = Object.fromEntries(Object.entries(upper).filter(([, value]) => value !== undefined))
  const choice: { -readonly [K in keyof MockChoice]: MockChoice[K] } = { ...lower }
  const isNamed = NAMED.some((name) => given[name] !== undefined)
  for (const name of isNamed ? NAMED : given.mode === undefined ? [] : SINGLE) delete choice[name]
  return { ...choice, ...given }
}
