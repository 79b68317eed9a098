import { buildConnector as connector, Pool as WholePool } from 'undici'
import { expect, test } from 'vitest'
import { buildConnector, Pool } from '../../../src/deployment/run/undici.ts'

test('what is loaded of undici is what its index gives', () => {
  expect([Pool, buildConnector]).toEqual([WholePool, connector])
})
