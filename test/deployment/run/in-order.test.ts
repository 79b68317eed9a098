import { expect, it } from 'vitest'
import { inOrder } from '../../../src/deployment/run/in-order.ts'

it.each([1, 2, 5])('takes what comes of items in their order, %i at a time, whichever is done first', async (most) => {
  const taken: string[] = []
  const waiting: (() => void)[] = []
  let mostAtOnce = 0
  const done = inOrder(
    ['a', 'b', 'c', 'd'],
    most,
    async (item) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        mostAtOnce = Math.max(mostAtOnce, waiting.length)
      })
      return item.toUpperCase()
    },
    (item, result) => taken.push(item + result),
  )
  // The last one that waits is always done first.
  while (waiting.length > 0) {
    waiting.pop()?.()
    await new Promise(setImmediate)
  }
  await done
  expect(taken).toEqual(['aA', 'bB', 'cC', 'dD'])
  expect(mostAtOnce).toBe(Math.min(most, 4))
})

it('has nothing to do for no items', async () => {
  const taken: string[] = []
  await inOrder<string, string>(
    [],
    3,
    async (item) => item,
    (item) => taken.push(item),
  )
  expect(taken).toEqual([])
})
