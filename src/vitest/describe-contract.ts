import { beforeAll, describe, type TestContext, test } from 'vitest'
import type { Contract } from '../contract/model/index.ts'
import {
  planVerification,
  runConstraints,
  type VerificationOptions,
  verifyDeployment,
} from '../deployment/wiring/index.ts'
import { OPTIONS } from '../options/index.ts'
import { legible } from '../report/text/index.ts'
import { type TestOutcome, type TestOutcomes, testOutcomes } from './test-outcomes.ts'

const MAX_TIME_MS = 5 * 60_000
/** For what a run does besides sending and waiting. */
const SLACK_MS = 60_000
/** The longest delay that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * Registers a test for each constraint of the contract, named by its id, in a suite for each operation: `held` passes,
 * `broken` fails with the finding, `untested` is skipped with the reason. The deployment, or without a target the embedded
 * mock, is verified once, before the first of them; `maxTime` is 5 minutes unless the options say otherwise. An advisory,
 * or a finding that is known, is an annotation of a test that passes.
 *
 * Three tests more: that the run was conclusive, so that a target that is not there never passes; that it meets
 * `requireHeld` and `strictBaseline`; and that nothing was found but what is about a constraint. Throws UsageError for
 * options that cannot be followed.
 */
export function describeContract(contract: Contract, options: VerificationOptions = {}): void {
  const { maxTime = MAX_TIME_MS, timeout = OPTIONS.timeout.default, wait = OPTIONS.wait.default } = options
  const plan = options.plan ?? planVerification(contract, options)
  const operations = [...runConstraints(contract, plan, options)].map(([operation, constraints]) => ({
    operation,
    constraints: constraints.flatMap(({ id, implied }) => (implied === undefined ? [id] : [])),
  }))
  const tested = new Set(operations.flatMap(({ constraints }) => constraints))

  describe(nameOf(`${contract.title} ${contract.version}`), () => {
    let outcomes: TestOutcomes | undefined
    const testOf = (name: string, outcomeIn: (all: TestOutcomes) => TestOutcome): void =>
      test(name, async (context) => {
        if (outcomes === undefined) throw new Error('The run gave no report.')
        await comeOut(outcomeIn(outcomes), context)
      })

    // The run ends by itself: cut off, it could not say what it knows.
    const hookTimeoutMs = Math.min(wait + maxTime + timeout + SLACK_MS, LONGEST_MS)
    beforeAll(async () => {
      outcomes = testOutcomes(await verifyDeployment(contract, { ...options, plan, maxTime }), tested)
    }, hookTimeoutMs)

    testOf('the run is conclusive', ({ conclusive }) => conclusive)
    for (const { operation, constraints } of operations)
      describe(nameOf(operation), () => {
        for (const id of constraints) testOf(nameOf(id), (all) => all.of(id))
      })
    testOf('the gate is met', ({ gate }) => gate)
    testOf('other findings', ({ others }) => others)
  })
}

const nameOf = (text: string): string => legible(text, { word: 200, whole: 300 })

async function comeOut(outcome: TestOutcome, { annotate, skip }: TestContext): Promise<void> {
  if (outcome.kind === 'skip') skip(outcome.reason)
  if (outcome.kind === 'pass') for (const note of outcome.notes) await annotate(note, 'advisory')
  if (outcome.kind === 'fail') throw withoutStack(outcome.message)
}

/** The place in this file where a test fails is no news to anybody. */
function withoutStack(message: string): Error {
  const error = new Error(message)
  error.name = 'ContractBroken'
  error.stack = `${error.name}: ${message}`
  return error
}
