import { bundled } from '../../../src/index.ts'
import { describeContract } from '../../../src/vitest.ts'

describeContract(bundled(), { target: process.env.UNREACHABLE, runs: 0 })
