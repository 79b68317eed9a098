import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Conforming, clientOf, type Defect } from '../../fixtures/clients/index.ts'
import { type ClientCall, type ClientOptions, verifyClient } from '../../src/client/index.ts'
import { bundled } from '../../src/contract/documents/index.ts'
import type { Contract } from '../../src/contract/model/index.ts'
import type { Finding, Report } from '../../src/report/results/index.ts'
import { startCall } from '../support/start-call.ts'

/** How the clients of a matrix meet the mock. */
export interface Meeting {
  verify(contract: Contract, call: ClientCall, options: ClientOptions): Promise<Report>
  /** A call of a client that hangs now and then is given up after so long. */
  readonly impatienceMs: number
}

/** As front-end tests have it: nothing goes over a socket. */
export const throughMsw: Meeting = {
  verify: (contract, call, options) => verifyClient(contract, call, { ...options, via: 'msw' }),
  impatienceMs: 3_000,
}

/** So few that only what planned calls show is found: random ones have tests of their own. */
const RUNS = 2
const PATIENCE_MS = 60_000
const LIMIT_MS = 300_000

const row = ({ check, subject, severity, class: name }: Finding): string =>
  [severity, check, subject.kind === 'case' ? `case ${subject.case}` : subject.constraint, name].join(' | ')

const fileOf = (name: string): string => `stored/${name.replace(/\W+/g, '-')}.txt`

/** The findings that are stored for a defect; none of a new one. */
export function storedRows(name: string): string[] {
  const file = new URL(fileOf(name), import.meta.url)
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
}

/** Each client with one defect gets the findings that are stored for it. */
export function testDefects(defects: readonly Defect[], { verify, impatienceMs }: Meeting): void {
  describe('clients with one defect', () => {
    test.each(defects.map((defect) => [defect.name, defect] as const))(
      '%s',
      async (name, { patch, hangs }) => {
        const timeout = hangs ? impatienceMs : PATIENCE_MS
        const report = await verify(bundled(), startCall(clientOf(patch)), { runs: RUNS, timeout })
        const rows = report.findings.map(row).sort()
        expect(rows).not.toEqual([])
        expect(report.party).toBe('client')
        expect(report.summary.verdict).toBe(name === 'takes any answer' ? 'pass' : 'fail')
        await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(fileOf(name))
      },
      LIMIT_MS,
    )
  })
}

/** Each client that keeps the contract passes, and shows every constraint of a request that it can show. */
export function testConforming(conforming: readonly Conforming[], { verify }: Meeting): void {
  describe('clients that keep the contract', () => {
    test.each(conforming.map((client) => [client.name, client] as const))(
      '%s',
      async (_, { start }) => {
        const report = await verify(bundled(), startCall(start), { runs: 5, timeout: PATIENCE_MS })
        expect(report.findings.map(row)).toEqual([])
        expect(report.summary.verdict).toBe('pass')
        expect(report.summary.constraints.broken).toBe(0)
        const untested = report.constraints.filter(({ state, party }) => party === 'client' && state === 'untested')
        expect(untested.map(({ id }) => id)).toEqual(['startSyncWorkflowExecution request security'])
      },
      LIMIT_MS,
    )
  })
}
