import { bundled } from 'fgs-contract'
import { describeContract } from 'fgs-contract/vitest'

// Nothing can listen on port 1 here: one test fails, and none passes.
describeContract(bundled(), { target: 'http://127.0.0.1:1', runs: 0 })
