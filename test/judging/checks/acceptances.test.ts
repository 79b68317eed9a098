import { expect, it } from 'vitest'
import { Acceptances } from '../../../src/judging/checks/acceptances.ts'
import { bundledJudge, pathOf, sendingBody } from '../../support/exchanges.ts'

const asked = (id: string) => bundledJudge.request(sendingBody({ input: {} }, pathOf(id)))
const REFUSED_AT = 5

it.each<[string, (readonly [string, number])[], string]>([
  ['accepted after it', [['b', 6]], 'fresh twin'],
  [
    'accepted before it, and the first one again after it',
    [
      ['b', 2],
      ['a', 7],
    ],
    'fresh twin',
  ],
  [
    'accepted before it, and the first one again before it',
    [
      ['b', 2],
      ['a', 4],
    ],
    'stale twin',
  ],
  ['accepted before it, and none again', [['b', 2]], 'stale twin'],
  ['never accepted', [['a', 7]], 'no twin'],
])('a twin of a refused request is fresh or may be spoiled: %s', (_, accepted, beside) => {
  const acceptances = new Acceptances()
  acceptances.add(asked('a'), 0)
  for (const [id, order] of accepted) acceptances.add(asked(id), order)
  const twin = JSON.stringify([...asked('b').parameters])
  const isTwin = ({ parameters }: ReturnType<typeof asked>): boolean => JSON.stringify([...parameters]) === twin
  expect(acceptances.beside(REFUSED_AT, isTwin)).toBe(beside)
})
