import { bundled } from '../../../src/index.ts'
import { describeContract } from '../../../src/vitest.ts'

describeContract(bundled(), { target: process.env.ADVISED, runs: 0, concurrency: 1 })
