import { describe } from 'vitest'
import { conforming, defects } from '../../fixtures/clients/index.ts'
import { ofEachKind } from '../support/of-each-kind.ts'
import { verifyInProcess } from './in-process.ts'
import { type Meeting, storedRows, testConforming, testDefects, throughMsw } from './matrix.ts'

// All of them meet it over loopback in matrix.slow.test.ts, and verify-client.test.ts shows that loopback serves.
describe('in process, a defect of each kind', () => {
  const inProcess: Meeting = { verify: verifyInProcess, impatienceMs: 500 }
  testDefects(ofEachKind(defects, kindsOf, 1), inProcess)
  testConforming(
    conforming.filter((_, index) => index % 2 === 0),
    inProcess,
  )
})

describe('through msw, what is told by the URL and by the bytes of a request, and nothing', () => {
  testDefects(
    defects.filter(({ name }) => /^ids are encoded twice$|written as Latin-1/.test(name)),
    throughMsw,
  )
  testConforming(conforming.slice(0, 1), throughMsw)
})

/** The checks that a defect trips, and how its client fails them. */
function kindsOf({ name }: (typeof defects)[number]): string[] {
  return storedRows(name).map((row) => {
    const [, check, , failure] = row.split(' | ')
    return `${check} ${failure}`
  })
}
