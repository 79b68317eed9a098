import { bundled } from '../../../src/index.ts'
import { describeContract } from '../../../src/vitest.ts'

describeContract(bundled(), { runs: 0 })
