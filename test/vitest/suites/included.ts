import { describeContract } from '../../../src/entries/vitest.ts'
import { contractOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

describeContract(contractOf(petstore), {
  runs: 0,
  include: ['GET /pets*'],
  exclude: ['getPet'],
  ownChecks: { typed: ({ response }) => response.headers['content-type'] !== undefined || 'It has no type.' },
})
