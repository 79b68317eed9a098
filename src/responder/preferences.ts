import { type HeaderList, headerValues } from '../http/index.ts'
import { isMockFault, type MockChoice } from './mock-choice.ts'

/**
 * What a request asks of the mock by `Prefer: code=404, example=cat` (RFC 7240): `code`, `example`, `mode`, `turn`,
 * `seed`, `breaks`, `fault` and `delay` in milliseconds; `dynamic=true` is the mode `random`. Others, and values that
 * cannot be, are ignored, as the RFC has it.
 */
export function readPreferences(headers: HeaderList): MockChoice | undefined {
  const given = new Map<string, string>()
  // The first of a name counts (RFC 7240, 2).
  for (const value of headerValues(headers, 'prefer'))
    for (const [, name = '', quoted, token] of value.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*))/g))
      if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
  if (given.size === 0) return undefined
  const count = (name: string): number | undefined => {
    const value = given.get(name)
    return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
  }
  const mode = given.get('mode') ?? (given.get('dynamic') === 'true' ? 'random' : undefined)
  const fault = given.get('fault')
  const choice: { -readonly [K in keyof MockChoice]: MockChoice[K] } = {}
  const [status, turn, seed, delayMs] = [count('code'), count('turn'), count('seed'), count('delay')]
  const [example, breaks] = [given.get('example'), given.get('breaks')]
  if (status !== undefined) choice.status = status
  if (turn !== undefined) choice.turn = turn
  if (seed !== undefined) choice.seed = seed
  if (delayMs !== undefined) choice.delayMs = Math.min(delayMs, LONGEST_DELAY)
  if (example !== undefined) choice.example = example
  if (breaks !== undefined) choice.breaks = breaks
  if (mode === 'example' || mode === 'boundary' || mode === 'random') choice.mode = mode
  if (fault !== undefined && isMockFault(fault)) choice.fault = fault
  return Object.keys(choice).length === 0 ? undefined : choice
}

/** Whoever asks must not be able to hold connections for ever. */
const LONGEST_DELAY = 60_000
