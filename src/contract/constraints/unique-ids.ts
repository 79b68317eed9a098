/** The same things with ids that are unique: of those with one id, all but the first get a number, from 2 on. */
export function withUniqueIds<T extends { readonly id: string }>(items: readonly T[]): T[] {
  const taken = new Set<string>()
  return items.map((item) => {
    let { id } = item
    for (let count = 2; taken.has(id); count++) id = `${item.id} ${count}`
    taken.add(id)
    return { ...item, id }
  })
}
