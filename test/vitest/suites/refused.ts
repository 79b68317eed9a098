import { bundled } from '../../../src/entries/index.ts'
import { describeContract } from '../../../src/entries/vitest.ts'

describeContract(bundled(), { target: process.env.REFUSED, runs: 0, concurrency: 1 })
