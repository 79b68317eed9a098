/**
 * Whether a text, such as the id of an operation or a constraint, is as a pattern says: `*` stands for any text, and
 * capitals do not matter. The time is that of looking for each piece once, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...pieces] = pattern.toLowerCase().split('*')
  const whole = text.toLowerCase()
  const last = pieces.pop()
  if (last === undefined) return whole === first
  const end = whole.length - last.length
  if (!whole.startsWith(first) || !whole.endsWith(last) || end < first.length) return false
  let from = first.length
  for (const piece of pieces) {
    const index = whole.indexOf(piece, from)
    if (index < 0) return false
    from = index + piece.length
  }
  return from <= end
}
