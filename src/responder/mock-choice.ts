import type { Choice } from './responder.ts'

const FAULTS = ['reset', 'truncated', 'hang'] as const

/** `reset`: no answer, the connection ends. `truncated`: it ends within the body. `hang`: nothing ever comes. */
export type MockFault = (typeof FAULTS)[number]

export const isMockFault = (text: string): text is MockFault => FAULTS.some((fault) => fault === text)

/** What is wanted of an answer, and of how it is carried. */
export interface MockChoice extends Choice {
  readonly delayMs?: number
  readonly fault?: MockFault
}
