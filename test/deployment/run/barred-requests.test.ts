import { describe, expect, it } from 'vitest'
import { BarredRequests } from '../../../src/deployment/run/barred-requests.ts'

const told = (all: readonly (readonly [status: number, operation: string, matter: string])[]): string[] => {
  const barred = new BarredRequests()
  for (const each of all) barred.add(...each)
  return barred.notes
}
const WHY = 'and not judged, because others of the same operation are let in'

describe('requests that are not let in', () => {
  it('are one note for a status, named by what each is about, however often it was tried', () => {
    expect(
      told([
        [403, 'read', 'read request.path.id pattern'],
        [403, 'read', 'read request.path.id pattern'],
        [403, 'list', 'list, a slash'],
        [401, 'list', 'list, a dot'],
      ]),
    ).toEqual([
      `3 requests were answered 403 ${WHY}: read request.path.id pattern; list, a slash.`,
      `1 request was answered 401 ${WHY}: list, a dot.`,
    ])
  })

  it('are named as far as anybody reads', () => {
    const cases = Array.from({ length: 14 }, (_, index) => [403, 'read', `case ${index}`] as const)
    expect(told(cases)).toEqual([
      `14 requests were answered 403 ${WHY}: ${Array.from({ length: 10 }, (_, index) => `case ${index}`).join('; ')} and 4 others.`,
    ])
  })

  it('are counted if they are of many operations', () => {
    const cases = Array.from({ length: 9 }, (_, index) => [403, `op${index % 4}`, `case ${index}`] as const)
    expect(told(cases)).toEqual([`9 requests were answered 403 ${WHY}: op0 (3), op1 (2), op2 (2), op3 (2).`])
  })

  it('are no note if there are none', () => {
    expect(told([])).toEqual([])
  })
})
