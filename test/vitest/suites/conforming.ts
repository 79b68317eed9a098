import { bundled } from '../../../src/entries/index.ts'
import { describeContract } from '../../../src/entries/vitest.ts'

describeContract(bundled(), { runs: 0 })
