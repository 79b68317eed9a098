/**
 * A sample that leaves no kind out: of all in turn those that show a kind which fewer than `count` before them have shown.
 */
export function ofEachKind<T>(all: readonly T[], kindsOf: (item: T) => readonly string[], count: number): T[] {
  const shown = new Map<string, number>()
  return all.filter((item) => {
    const kinds = new Set(kindsOf(item))
    const isWanted = [...kinds].some((kind) => (shown.get(kind) ?? 0) < count)
    if (isWanted) for (const kind of kinds) shown.set(kind, (shown.get(kind) ?? 0) + 1)
    return isWanted
  })
}
