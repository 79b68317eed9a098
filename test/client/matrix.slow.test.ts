import { describe } from 'vitest'
import { conforming, defects } from '../../fixtures/clients/index.ts'
import { verifyClient } from '../../src/client/index.ts'
import { type Meeting, testConforming, testDefects, throughMsw } from './matrix.ts'

describe('over loopback', () => {
  const overLoopback: Meeting = { verify: verifyClient, impatienceMs: 3_000 }
  testDefects(defects, overLoopback)
  testConforming(conforming, overLoopback)
})

describe('through msw, what is told by how often and with what status', () => {
  testDefects(
    defects.filter(({ name }) => /^sends everything twice$|the status is lost/.test(name)),
    throughMsw,
  )
})
