import { bundled } from '../../../src/entries/index.ts'
import { describeContract } from '../../../src/entries/vitest.ts'

const entry = (name: string, check: 'response_schema_conformance' | 'negative_data_rejection', what: string) => ({
  constraint: `startSyncWorkflowExecution ${name}`,
  check,
  class: what,
  reason: 'ticket 7',
  expires: '2026-12-31',
})

describeContract(bundled(), {
  target: process.env.ADVISED,
  runs: 0,
  concurrency: 1,
  today: '2026-06-15',
  requireHeld: ['95%'],
  strictBaseline: true,
  baseline: {
    file: 'known.json',
    findings: [
      entry('response.200 /end_time type', 'response_schema_conformance', 'null'),
      entry('request.body syntax', 'negative_data_rejection', 'accepted'),
      entry('request.body type', 'negative_data_rejection', 'accepted'),
    ],
  },
})
