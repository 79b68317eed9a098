import { describe, expect, it } from 'vitest'
import { createKeeper, fixtureTable, KINDS, type Twin, type Violation } from '../../../fixtures/rules/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import {
  fetchedFields,
  planVerification,
  userRules,
  type VerificationOptions,
  verifyDeployment,
  withFormats,
} from '../../../src/deployment/wiring/index.ts'
import type { Plan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { transportTo } from '../../support/behaviour-transport.ts'
import { contractOf } from '../../support/contracts.ts'
import { FakeClock } from '../../support/in-memory.ts'
import { serveAnswers } from '../../support/serve-answers.ts'
import { verify } from '../../support/verify.ts'

const TARGET = 'http://deployment.invalid'

const planned = new Map<string, { readonly contract: Contract; readonly plan: Plan }>()

/** What is sent for a document with these options. Many deployments have the same: plans are data. */
function plannedFor(document: Twin['document'], options: VerificationOptions) {
  const { param, body, token, runs, formats } = options
  const key = JSON.stringify([document, param, body, token, runs, Object.keys(formats ?? {})])
  const before = planned.get(key)
  if (before) return before
  const contract = withFormats(contractOf(document), formats)
  const made = { contract, plan: planVerification(contract, options) }
  planned.set(key, made)
  return made
}

async function verified({ document, patch, things = {}, run = {}, letsIn = run.token, isEndless }: Twin | Violation) {
  const options = { runs: 0, seed: 1, ...run, target: TARGET }
  const { contract, plan } = plannedFor(document, options)
  const kept = new Map(Object.entries(things))
  const keeper = createKeeper(document, patch?.(kept), letsIn)
  if (run.credentials || isEndless) {
    const target = await serveAnswers(keeper, isEndless)
    const report = await verifyDeployment(contract, { ...options, target, concurrency: 1 })
    return { report, kept }
  }
  const { credentials, others } = await fetchedFields(contract, contract.operations, options)
  const report = await verify(TARGET, {
    contract,
    plan,
    transport: transportTo(keeper),
    credentials,
    headers: others,
    ...userRules(contract, options),
    concurrency: 1,
    clock: new FakeClock(),
    ...(run.maxTime !== undefined && { maxTimeMs: run.maxTime }),
  })
  return { report, kept }
}

const findingsOf = ({ findings }: Report): string[] =>
  findings
    .map(({ severity, check, subject }) => {
      const about = 'constraint' in subject ? subject.constraint.replace(/^op /, '') : `case ${subject.case}`
      return `${severity === 'advisory' ? '~ ' : ''}${check} ${about}`
    })
    .sort()

async function expectSaid(fixture: Twin | Violation, verdict: Report['summary']['verdict']): Promise<void> {
  const { report, kept } = await verified(fixture)
  const { findings = [], held = [], notHeld, says, things = {} } = fixture
  const { summary, notes, constraints } = report
  const heldOnes = constraints
    .filter(({ state, party }) => state === 'held' && party === 'client')
    .map(({ id }) => id.replace(/^op /, ''))
  expect(findingsOf(report)).toEqual([...findings].sort())
  expect(summary.verdict).toBe(verdict)
  expect(heldOnes).toEqual(expect.arrayContaining([...held]))
  if (notHeld) expect(heldOnes.filter((id) => notHeld.test(id))).toEqual([])
  const words = [summary.reason, ...notes.map(({ message }) => message), ...constraints.map(({ reason }) => reason)]
  if (says) expect(words.join('\n')).toMatch(says)
  for (const [name, value] of Object.entries(things)) expect(kept.get(name)).toEqual(value)
}

const titled = <F extends Twin | Violation>(fixtures: readonly F[]) =>
  fixtures.map((fixture) => [fixture.name, fixture.why, fixture] as const)

const pairs = KINDS.flatMap((kind) => {
  const fixtures = fixtureTable[kind]
  return 'over' in fixtures ? [] : [[kind, fixtures] as const]
})

describe.each(pairs)('%s', (_, { violating, conforming }) => {
  it.each(titled(violating))('a deployment that %s: %s', async (_name, _why, fixture) => {
    await expectSaid(fixture, fixture.verdict ?? 'fail')
  })
  it.each(titled(conforming))('a deployment that %s: %s', async (_name, _why, fixture) => {
    await expectSaid(fixture, 'pass')
  })
})
