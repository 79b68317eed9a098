/** The name that the user most likely meant: the nearest one, if any is near. */
export function nearName(text: string, names: readonly string[]): string | undefined {
  const plain = plainOf(text.slice(0, LONGEST))
  const [nearest] = names
    .map((name) => ({ name, distance: distance(plain, plainOf(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, name.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return nearest?.name
}

const LONGEST = 50

/** `max-requests` and `maxRequests` are the same word. */
const plainOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()

/** How many characters to change, add or remove (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}
