/**
 * Works on several items at once, `concurrency` at most, and takes what comes of them in the order of the items. An item
 * is asked for when there is room to work on it.
 */
export async function inOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
  take: (item: Item, result: Result) => void,
): Promise<void> {
  const arrived = new Map<number, { readonly item: Item; readonly result: Result }>()
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  let asked = 0
  let next = 0
  const worker = async (): Promise<void> => {
    for (;;) {
      // Whoever asks first is answered first.
      const index = asked++
      const asking = iterator.next()
      const { done, value: item } = asking instanceof Promise ? await asking : asking
      if (done === true) return
      arrived.set(index, { item, result: await work(item) })
      for (let ready = arrived.get(next); ready !== undefined; ready = arrived.get(next)) {
        arrived.delete(next++)
        take(ready.item, ready.result)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}
