import { conforming, defects } from '../../fixtures/clients/index.ts'
import { verifyClient } from '../../src/client/index.ts'
import { type Meeting, testConforming, testDefects } from './matrix.ts'

const overLoopback: Meeting = { verify: verifyClient, impatienceMs: 3_000 }
testDefects(defects, overLoopback)
testConforming(conforming, overLoopback)
