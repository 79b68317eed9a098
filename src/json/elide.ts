import { codePointLength } from './code-points.ts'

/** `1,024` */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** Leaves out the middle of a long text, and says how many characters that is. */
export function elide(text: string, limit: number): string {
  const omitted = text.length <= limit ? 0 : codePointLength(text) - limit
  if (omitted <= 0) return text
  const tail = Math.floor(limit / 4)
  // Count code points, so that no surrogate pair is split; each has at most two UTF-16 units.
  const start = Array.from(text.slice(0, 2 * limit)).slice(0, limit - tail)
  const end = Array.from(text.slice(-2 * limit)).slice(-tail)
  return `${start.join('')}…(${grouped(omitted)} more)…${end.join('')}`
}
