/** Works on several items at once, `concurrency` at most, and takes what comes of them in the order of the items. */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
  take: (item: Item, result: Result) => void,
): Promise<void> {
  const arrived = new Map<number, { readonly item: Item; readonly result: Result }>()
  const entries = items.entries()
  let next = 0
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) {
      arrived.set(index, { item, result: await work(item) })
      for (let ready = arrived.get(next); ready !== undefined; ready = arrived.get(next)) {
        arrived.delete(next++)
        take(ready.item, ready.result)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
}
