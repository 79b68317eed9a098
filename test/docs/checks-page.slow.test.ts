import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defects as clientDefects, clientOf } from '../../fixtures/clients/index.ts'
import { defects } from '../../fixtures/deployments/index.ts'
import { verifyClient } from '../../src/client/index.ts'
import { bundled } from '../../src/contract/documents/index.ts'
import { createPlan } from '../../src/planning/cases/index.ts'
import { createReporter } from '../../src/report/reporters/index.ts'
import { CHECK_NAMES, type Report } from '../../src/report/results/index.ts'
import { contractOf } from '../support/contracts.ts'
import { docPages, withBlocks } from '../support/doc-pages.ts'
import { inTurn, run } from '../support/in-memory.ts'
import { petstore } from '../support/petstore.ts'
import { root } from '../support/project-files.ts'
import { render } from '../support/reports.ts'
import { startCall } from '../support/start-call.ts'
import { planOptions } from '../support/verify.ts'
import { overSockets } from '../support/verify-fixture.ts'

const PATH = 'docs/reference/checks.md'
const page = docPages().find(({ path }) => path === PATH)

/** A client with one defect for each check that is asked of clients. */
const CLIENTS: { readonly [check: string]: string } = {
  request_conformance: 'does not say what it sends',
  complete_request: 'ids are put in lower case',
  single_execution: 'sends everything twice',
  positive_response_acceptance: 'crashes on empty times',
  complete_result: 'the execution id is lost',
  error_propagation: 'swallows 404',
  negative_response_rejection: 'takes any answer',
}

async function clientReport(name: string): Promise<Report> {
  const patch = clientDefects.find((defect) => defect.name === name)?.patch
  if (patch === undefined) throw new Error(`there is no client that ${name}`)
  return verifyClient(bundled(), startCall(clientOf(patch)), { runs: 2, timeout: 60_000 })
}

async function deploymentReport(check: string): Promise<Report> {
  const defect = defects.find(({ finding }) => finding.check === check)
  if (defect === undefined) throw new Error(`no fixture fails ${check}`)
  return overSockets(defect, 4)
}

/** The bundled contract documents no headers of answers; this one does, and its deployment forgets them. */
async function headersReport(): Promise<Report> {
  const contract = contractOf(petstore)
  const answer = inTurn(contract)
  const plan = createPlan(contract, planOptions)
  const withoutHeaders = (...call: Parameters<typeof answer>) => {
    const response = answer(...call)
    return { ...response, headers: response.headers.filter(([name]) => name.toLowerCase() !== 'x-next') }
  }
  const { report } = await run(withoutHeaders, { contract, plan })
  return report
}

/** What the console says of the first finding of a check, without its witness. */
async function exampleOf(check: string): Promise<string> {
  const client = CLIENTS[check]
  const report =
    check === 'response_headers_conformance'
      ? await headersReport()
      : await (client === undefined ? deploymentReport(check) : clientReport(client))
  const findings = report.findings.filter((finding) => finding.check === check).slice(0, 1)
  expect(findings, check).toHaveLength(1)
  const reporter = await createReporter('console', { color: false, interactive: false, columns: 100, mode: 'normal' })
  const lines = render(reporter, { ...report, findings }).split('\n')
  const start = lines.findIndex((line) => /^ {2}[✗!] /.test(line))
  return `${lines
    .slice(start, lines.indexOf('', start))
    .map((line) => line.slice(2))
    .join('\n')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080')}\n`
}

test('each check has an entry, and its example is what the console shows', async () => {
  if (page === undefined) throw new Error(`${PATH} is not there`)
  const checks = page.blocks.map(({ hint }) => hint?.value ?? '')
  expect([...checks].sort()).toEqual([...CHECK_NAMES].sort())
  const examples = new Map<string, string>()
  for (const check of checks) {
    expect(page.text).toContain(`### ${check}\n`)
    examples.set(check, await exampleOf(check))
  }
  // Not up to date? Run this file with --update.
  await expect(withBlocks(page, ({ hint }) => examples.get(hint?.value ?? '') ?? '')).toMatchFileSnapshot(
    join(root, PATH),
  )
}, 600_000)
