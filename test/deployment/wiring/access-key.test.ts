import { describe, expect, test } from 'vitest'
import { type Patch, startDeployment, verifyingSignatures } from '../../../fixtures/deployments/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import { planVerification, type VerificationOptions, verifyDeployment } from '../../../src/deployment/wiring/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'

const KEY = { ak: 'AKEXAMPLE0123456789A', sk: 'SkExample/+abcdefghijklmnopqrstuvwxyz012' }

async function run(patch: Patch, options: VerificationOptions = {}) {
  const deployment = await startDeployment(patch)
  try {
    return await verifyDeployment(bundled(), { target: deployment.origin, runs: 20, ...KEY, ...options })
  } finally {
    await deployment.close()
  }
}

describe('a deployment that verifies signatures', () => {
  test('passes with every case, malformed ones included', async () => {
    const report = await run(verifyingSignatures(KEY))
    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    expect(report.notes).toEqual([])
    const reasons = report.constraints.flatMap(({ id, reason = '', state }) =>
      state === 'untested' ? [[id, reason]] : [],
    )
    expect(
      reasons.filter(([, reason]) => !/no response of the operation with status (?:404|500)/.test(reason ?? '')),
    ).toEqual([])
    expect(report.constraints.find(({ id }) => id.endsWith('request security'))?.state).toBe('held')
    const plan = planVerification(bundled(), { runs: 20, ...KEY })
    expect(new Set(plan.cases.map(({ judged }) => judged.verdict.kind))).toContain('malformed')
  })

  test('of another key lets nothing in', async () => {
    const { summary } = await run(verifyingSignatures({ ...KEY, sk: 'another' }))
    expect(summary).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^the credentials were refused: the platform said APIG\.0301: .+; check the credentials$/,
      ),
    })
  })

  test.each([
    ['a missing one', 'none', (fault: string) => fault === 'no signature'],
    ['a wrong one', 'wrong', (fault: string) => fault === 'verify aksk signature fail'],
  ])('but lets pass %s ignores who is asking', async (_, lacks, excuses) => {
    const { findings } = await run(verifyingSignatures(KEY, excuses))
    expect(findings.map(({ id }) => id)).toEqual([`ignored_auth startSyncWorkflowExecution request security ${lacks}`])
  })

  test('and is at odds over escapes is not judged by that', async () => {
    const { request = () => undefined } = verifyingSignatures(KEY)
    const patch: Patch = {
      request: (ctx) => request(ctx.target.includes('%') ? { ...ctx, target: `${ctx.target}x` } : ctx),
    }
    const { findings, summary, notes } = await run(patch)
    expect(findings).toEqual([])
    expect(summary.verdict).toBe('pass')
    expect(notes.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^A 401 was not judged: signers differ on escapes and the like in a path or query\. \(\d+ times\)$/,
      ),
    ])
  })
})

test('neither keys nor signatures are shown, whatever comes back', async () => {
  const signatures: string[] = []
  const report = await run({
    answer: (_, { headers }) => {
      const { authorization = '' } = headers
      signatures.push(authorization.slice(-64))
      const text = JSON.stringify({ execution_id: KEY.sk, status: authorization, upper: authorization.toUpperCase() })
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'x-echo': authorization },
        body: new TextEncoder().encode(text),
      }
    },
  })
  expect(report.findings.length).toBeGreaterThan(5)
  const text = createJsonReporter().report({ type: 'finished', report }) + JSON.stringify(report.findings)
  expect(text).toContain('***')
  const bodies = report.findings.map(({ witness: { response } }) =>
    'body' in response ? Buffer.from(response.body).toString() : '',
  )
  for (const shown of [text, ...bodies]) {
    for (const secret of [KEY.ak, KEY.sk]) expect(shown).not.toContain(secret)
    for (const signature of signatures) if (signature !== '') expect(shown.toLowerCase()).not.toContain(signature)
  }
  const [witness] = report.findings.flatMap((finding) => (finding.check === 'ignored_auth' ? [] : [finding.witness]))
  expect(witness?.curl).toContain("-H 'X-Sdk-Date: ***' -H 'Authorization: ***'")
})

test('the embedded mock verifies signatures too', async () => {
  const report = await verifyDeployment(bundled(), { runs: 0, ...KEY })
  expect(report.summary.verdict).toBe('pass')
  expect(report.constraints.find(({ id }) => id.endsWith('request security'))?.state).toBe('held')
})

test.each<[string, VerificationOptions, string]>([
  ['half of a key', { ak: 'a' }, 'ak and sk go together; give both.'],
  ['the other half', { sk: 'secret' }, 'ak and sk go together; give both.'],
  ['an empty half', { ak: 'a', sk: '' }, 'ak and sk go together; give both.'],
  ['both kinds', { ...KEY, token: 't' }, 'a request carries a token or a signature; give token, or ak and sk.'],
  ['no key at all', { ...KEY, ak: 'a,b' }, 'ak has a character that no access key has, such as a space; check it.'],
])('%s is refused', async (_, options, message) => {
  await expect(verifyDeployment(bundled(), options)).rejects.toThrow(message)
  expect(() => planVerification(bundled(), options)).toThrow(message)
})
