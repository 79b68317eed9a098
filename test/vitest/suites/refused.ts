import { bundled } from '../../../src/index.ts'
import { describeContract } from '../../../src/vitest.ts'

describeContract(bundled(), { target: process.env.REFUSED, runs: 0, concurrency: 1 })
