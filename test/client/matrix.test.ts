import { describe } from 'vitest'
import { conforming, defects } from '../../fixtures/clients/index.ts'
import { verifyClient } from '../../src/client/index.ts'
import { verifyInProcess } from './in-process.ts'
import { type Meeting, testConforming, testDefects } from './matrix.ts'

describe('in process, every third defect', () => {
  const inProcess: Meeting = { verify: verifyInProcess, impatienceMs: 500 }
  const sample = defects.filter((_, index) => index % 3 === 0)
  testDefects(sample, inProcess)
  testConforming(conforming, inProcess)
})

// All of them meet it over loopback in matrix.slow.test.ts.
describe.each(['loopback', 'msw'] as const)('a sample through %s', (via) => {
  const meeting: Meeting = {
    verify: (contract, call, options) => verifyClient(contract, call, { ...options, via }),
    impatienceMs: 3_000,
  }
  testDefects(
    defects.filter(({ name }) => /twice$|the status is lost|written as Latin-1/.test(name)),
    meeting,
  )
  testConforming(conforming.slice(0, 1), meeting)
})
