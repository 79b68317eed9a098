const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]

/** How a duration is written, for messages. */
export const DURATION_FORM = 'a number with ms, s, m or h, such as 30s'

/** `30s`, `500ms`, `5m`, in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, suffix] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const [, factor] = UNITS.find(([unit]) => unit === suffix) ?? []
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}

/** `30s` for 30,000: in the largest unit of which it is a whole number. */
export function showDuration(ms: number): string {
  const [unit, factor] = UNITS.find(([, factor]) => ms >= factor && ms % factor === 0) ?? ['ms', 1]
  return ms === 0 ? '0s' : `${ms / factor}${unit}`
}
