import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Deployment, defects, type Patch, startDeployment } from '../../../fixtures/deployments/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import { bundledPlan, verify } from '../../support/verify.ts'
import { folderOf, run, runAlone, serveFixture, steady } from './program.ts'
import { type Answer, json, refusal, serve } from './servers.ts'

const DEFECT = 'project-id-of-any-length'

let deployment: Deployment
let text: string

const patchOf = (name: string): Patch => {
  const defect = defects.find((one) => one.name === name)
  if (!defect) throw new Error(`there is no fixture ${name}`)
  return defect.patch
}

/** The JSON report of a run. */
async function reportOf({ origin }: Deployment, token?: string): Promise<string> {
  // One request at a time: the deployment numbers its answers in the order in which they are asked for.
  const options = { concurrency: 1, ...(token !== undefined && { token, plan: bundledPlan({}, true) }) }
  return createJsonReporter().report({ type: 'finished', report: await verify(origin, options) })
}

beforeAll(async () => {
  deployment = await startDeployment(patchOf(DEFECT))
  text = await reportOf(deployment)
})

afterAll(() => deployment.close())

/** A report with one finding, which `change` may alter. */
function folderWith(change: (finding: Finding, report: { target: string }) => void = () => undefined): string {
  const report = JSON.parse(text)
  change(report.findings[0], report)
  return folderOf({ 'report.json': JSON.stringify(report) })
}

interface Finding {
  operation: string
  constraint: string
  witness: {
    request: { method: string; target: string; headers: [string, string][]; body: string }
    replay: { case: string }
  }
}

const replay = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) =>
  run(['replay', 'report.json', ...args], { cwd, env })

describe('replay', () => {
  it('shows what is still failing', async () => {
    const cwd = folderWith()
    const { code, stdout, stderr } = await runAlone(['replay', 'report.json'], { cwd })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/replay.still-failing.txt')
  })

  it('passes what is fixed', async () => {
    const cwd = folderWith()
    const { code, stdout, stderr } = await replay(['--target', await serveFixture('clean')], cwd)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/replay.fixed.txt')
  })

  it.each<[name: string, answer: Answer, line: RegExp]>([
    [
      'another status',
      json(422, refusal),
      /^1 {2}✗ changed .*\n {4}now status_code_conformance: Status 422 is not documented\./m,
    ],
    ['a server error', json(502, refusal), /^1 {2}✗ changed .*\n {4}now not_a_server_error: /m],
    ['another shape', json(400, { error_code: 5 }), /^1 {2}✗ changed .*\n {4}now response_schema_conformance: /m],
  ])('tells that it has changed to %s', async (_, answer, line) => {
    const cwd = folderWith()
    const { origin } = await serve(answer)
    const { code, stdout } = await replay(['--target', origin], cwd)
    expect(stdout).toMatch(line)
    expect(code).toBe(1)
  })

  it.each<[name: string, answer: Answer, reason: RegExp]>([
    ['404', json(404, refusal), /answered 404, which may be of what is not known/],
    ['401', json(401, refusal), /answered 401: check the credentials/],
    ['403', json(403, refusal), /answered 403: check the credentials/],
  ])('can tell nothing from %s', async (_, answer, reason) => {
    const cwd = folderWith()
    const { origin } = await serve(answer)
    const { code, stdout } = await replay(['--target', origin], cwd)
    expect(stdout).toMatch(/^1 {2}\? inconclusive /m)
    expect(stdout).toMatch(reason)
    expect(code).toBe(3)
  })

  it('does not take a server error that passes for one', async () => {
    const cwd = folderWith()
    let times = 0
    const { origin } = await serve((res, seen) => json(times++ === 0 ? 500 : 400, refusal)(res, seen))
    const { code } = await replay(['--target', origin], cwd)
    expect({ code, times }).toEqual({ code: 0, times: 2 })
  })

  it('is inconclusive where nobody answers', async () => {
    const cwd = folderWith()
    const { code, stdout, stderr } = await replay(['--target', 'http://127.0.0.1:1'], cwd)
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(stdout).toMatch(/^INCONCLUSIVE {2}1 inconclusive, 0 requests, 0 executions$/m)
  })

  it('sends the very bytes, below the path of the target', async () => {
    let witness: Finding['witness'] | undefined
    const cwd = folderWith((finding, report) => {
      report.target = 'https://gone.example/base'
      finding.witness.request.target = `/base${finding.witness.request.target}`
      witness = finding.witness
    })
    const { origin, seen } = await serve(json(400, refusal))
    const { code } = await replay(['--target', `${origin}/other/`], cwd)
    expect(code).toBe(0)
    expect(seen.map(({ method, url }) => [method, url])).toEqual([
      ['POST', witness?.request.target.replace('/base', '/other')],
    ])
    for (const [name, value] of witness?.request.headers ?? []) expect(seen[0]?.headers[name.toLowerCase()]).toBe(value)
  })

  it('sends once what several findings share', async () => {
    const report = JSON.parse(text)
    const [finding] = report.findings
    const twice = { ...report, findings: [finding, { ...finding, id: 'other', class: 'other' }] }
    const { origin, seen } = await serve(json(400, refusal))
    const folder = folderOf({ 'report.json': JSON.stringify(twice) })
    const { code } = await replay(['--target', origin], folder)
    expect({ code, requests: seen.length }).toEqual({ code: 0, requests: 1 })
  })

  it('--json writes one document', async () => {
    const cwd = folderWith()
    const { code, stdout } = await replay(['--json'], cwd)
    expect(code).toBe(1)
    const { target, verdict, findings } = JSON.parse(stdout)
    expect({ target, verdict }).toEqual({ target: deployment.origin, verdict: 'fail' })
    expect(findings).toMatchObject([
      { number: 1, state: 'still failing', now: { class: 'accepted', witness: { response: { status: 200 } } } },
    ])
  })
})

describe('a report is not trusted', () => {
  it('with more than it holds', async () => {
    const cut = { bytes: 70_000, sha256: 'a'.repeat(64) }
    const { code, stdout } = await replay(
      [],
      folderWith(({ witness }) => Object.assign(witness.request, { cut })),
    )
    expect(code).toBe(3)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /its body has 70000 bytes, and the report only the beginning: write it with --full-bodies/,
    )
  })

  it.each<[name: string, change: (finding: Finding) => unknown, reason: RegExp]>([
    [
      'to another folder',
      ({ witness: { request } }) => Object.assign(request, { target: `/../tenant${request.target}` }),
      /its path is none of startSyncWorkflowExecution/,
    ],
    [
      'with a field that the contract does not know',
      ({ witness }) => witness.request.headers.push(['X-HTTP-Method-Override', 'DELETE']),
      /it carried X-HTTP-Method-Override, which the contract does not know: give it with --header/,
    ],
    [
      'to what may be there',
      ({ witness: { request } }) => Object.assign(request, { target: '/v2/ours/fgs/workflows/w1/sync-executions' }),
      /any value of \{.*\} may name something: give one with --param/,
    ],
  ])('if it asks for a request %s', async (_, change, reason) => {
    const { origin, seen } = await serve(json(400, refusal))
    const { code, stdout } = await replay(['--target', origin], folderWith(change))
    expect({ code, sent: seen.length }).toEqual({ code: 3, sent: 0 })
    expect(stdout.replace(/\s+/g, ' ')).toMatch(reason)
  })

  it('--dry-run says what would be sent, asks for no token and sends nothing', async () => {
    const { origin, seen } = await serve(json(400, refusal))
    const cwd = folderWith()
    const args = ['--dry-run', '--target', origin, '--token-command', 'touch ran']
    const { code, stdout, stderr } = await replay(args, cwd)
    expect({ code, stderr, sent: seen.length }).toEqual({ code: 0, stderr: '', sent: 0 })
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
    expect(stdout).toMatch(/^1 {2}\? would be sent .*\n {4}POST http:\/\/127\.0\.0\.1:\d+\/v2\//m)
    expect(stdout).toMatch(/^DRY RUN {2}1 would be sent, 0 requests, 0 executions$/m)
  })

  it('--max-requests and --max-executions are limits', async () => {
    for (const limit of ['--max-requests', '--max-executions']) {
      const { origin, seen } = await serve(json(200, {}))
      const { code, stdout } = await replay(['--target', origin, limit, '0'], folderWith())
      expect(stdout).toMatch(limit === '--max-requests' ? /--max-requests was reached/ : /^/)
      if (limit === '--max-requests') expect({ code, sent: seen.length }).toEqual({ code: 3, sent: 0 })
      else expect(seen.length).toBe(1)
    }
  })
})

describe('credentials', () => {
  const TOKEN = 'S3cr3t/Tok+en=='
  const masked = (finding: Finding): void => void finding.witness.request.headers.push(['X-Auth-Token', '***'])

  it('that a report does not show are asked for', async () => {
    const cwd = folderWith(masked)
    const { code, stdout } = await replay([], cwd)
    expect(code).toBe(3)
    expect(stdout).toMatch(/^1 {2}\? cannot be sent .*\n {4}it carried X-Auth-Token, which no report shows: /m)
    expect(stdout).toMatch(/ 0 requests,/)
  })

  it.each([
    ['--token', ['--token', TOKEN], {}],
    ['FGS_CONTRACT_TOKEN', [], { FGS_CONTRACT_TOKEN: TOKEN }],
    ['--token-command', ['--token-command', `echo '${TOKEN}'`], {}],
    ['--header', ['--header', `x-auth-token: ${TOKEN}`], {}],
  ])('given with %s are sent, once, and shown nowhere', async (_, args, env) => {
    const cwd = folderWith(masked)
    const { origin, seen } = await serve((res, seen) => json(200, { status: seen.headers['x-auth-token'] })(res, seen))
    const { code, stdout, stderr } = await replay(['--target', origin, ...args], cwd, env)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(seen[0]?.headers['x-auth-token']).toBe(TOKEN)
    expect(stdout).toContain('***')
    expect(stdout).not.toContain('S3cr3t')
  })

  it('that sign are put in place of a signature that is not shown, and shown nowhere', async () => {
    const [ak, sk] = ['AKEXAMPLE0123456789A', 'SkExample/+abcdefghijklmnopqrstuvwxyz012']
    const cwd = folderWith(({ witness }) =>
      witness.request.headers.push(['X-Sdk-Date', '***'], ['Authorization', '***']),
    )
    const { origin, seen } = await serve((res, seen) => json(200, { status: seen.headers.authorization })(res, seen))
    const { code, stdout, stderr } = await replay(['--target', origin, '--ak', ak, '--json'], cwd, {
      FGS_CONTRACT_SK: sk,
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const { authorization = '', 'x-sdk-date': date } = seen[0]?.headers ?? {}
    expect(authorization).toMatch(/^SDK-HMAC-SHA256 Access=AKEXAMPLE0123456789A, .*, Signature=[0-9a-f]{64}$/)
    expect(date).toMatch(/^\d{8}T\d{6}Z$/)
    expect(JSON.parse(stdout).findings[0].now.witness.response.body).toContain('Access=***')
    for (const secret of [ak, sk, authorization.slice(-64)]) expect(stdout).not.toContain(secret)
  })

  it.each([
    ['--token', ['--token', TOKEN], {}],
    ['FGS_CONTRACT_TOKEN', [], { FGS_CONTRACT_TOKEN: TOKEN }],
    ['--token-command', ['--token-command', 'touch ran'], {}],
    ['--ak', ['--ak', 'access-1', '--sk', 'secret-1'], {}],
    ['--header', ['--header', 'X-Given: yes'], {}],
  ])('of %s are not sent to a target that only a report names', async (_, args, env) => {
    const { origin, seen } = await serve(json(200, {}))
    const cwd = folderWith((_, report) => {
      report.target = origin
    })
    const { code, stdout, stderr } = await replay(args, cwd, env)
    expect({ code, stdout, sent: seen.length }).toEqual({ code: 2, stdout: '', sent: 0 })
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
    expect(stderr).toMatch(/^error: credentials are not sent to a target that only a report names; give --target http/)
  })

  it.each<[name: string, change: (finding: Finding) => unknown]>([
    ['the body', ({ witness }) => Object.assign(witness.request, { body: '{"input":{"a":"x***"}}' })],
    [
      'the path',
      ({ witness }) => Object.assign(witness.request, { target: witness.request.target.replace('2', '***') }),
    ],
    ['a header', ({ witness }) => witness.request.headers.push(['X-Id', 'a***'])],
  ])('taken out of %s cannot be put back', async (_, change) => {
    const cwd = folderWith(change)
    const { code, stdout } = await replay([], cwd)
    expect(code).toBe(3)
    expect(stdout).toMatch(/a part of it was taken out of the report as secret/)
  })

  it('that were wrong, or left out, are so again', async () => {
    const open = await startDeployment(patchOf('token-ignored'))
    const written = await reportOf(open, 'secret-token').finally(() => open.close())
    expect(JSON.parse(written).findings).toHaveLength(1)
    const cwd = folderOf({ 'report.json': written })
    const { origin, seen } = await serve(json(401, refusal))
    const { code } = await replay(['--target', origin, '--token', 'secret-token'], cwd)
    expect(code).toBe(0)
    expect(seen.map(({ headers }) => headers['x-auth-token'])).not.toContain('secret-token')
  })
})

describe('[finding]', () => {
  it.each([
    ['its number', '1'],
    ['its id', 'negative_data_rejection startSyncWorkflowExecution request.path.project_id maxLength accepted'],
    ['its constraint', 'startSyncWorkflowExecution request.path.project_id maxLength'],
    ['its constraint as the console has it', 'request.path.project_id maxLength'],
  ])('is named by %s', async (_, name) => {
    const cwd = folderWith()
    const { origin } = await serve(json(400, refusal))
    const { code, stdout } = await replay([name, '--target', origin], cwd)
    expect(code).toBe(0)
    expect(stdout).toContain('PASS  1 fixed')
  })

  it('that is not there is an error', async () => {
    const cwd = folderWith()
    const { code, stdout, stderr } = await replay(['2'], cwd)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: report\.json has no finding 2; it has 1 \(negative_data_rejection /)
  })
})

describe('a contract', () => {
  it('that has changed is told, and its constraint asked for', async () => {
    const cwd = folderWith((finding) => {
      finding.constraint = 'startSyncWorkflowExecution request.path.project maxLength'
    })
    const { code, stdout } = await replay([], cwd)
    expect(code).toBe(3)
    expect(stdout).toMatch(/the contract at hand has no such constraint/)
  })

  it('that allows the request says so', async () => {
    const cwd = folderWith(({ witness }) => {
      witness.request.target = witness.request.target.replace(/\/v2\/[^/]+/, '/v2/short')
    })
    const { code, stdout } = await replay([], cwd)
    expect(code).toBe(3)
    expect(stdout).toMatch(/by the contract at hand its request does not break the constraint/)
  })

  it('without any of its operations is the wrong one', async () => {
    const cwd = folderWith((finding, report) => {
      finding.operation = 'other'
      Object.assign(report, { contract: { title: 'Other', version: '1', digest: 'x' } })
    })
    const { code, stderr } = await replay([], cwd)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error: report\.json is about Other, and .* has none of its operations; give its document with --spec\.\n$/,
    )
  })
})

it.each<[name: string, change: (report: Record<string, object>) => unknown, message: RegExp]>([
  ['a list', () => [], /is no report of verify: # is no object\. Give what --reporter json=FILE has written\.\n$/],
  [
    'of another version',
    (report) => ({ ...report, version: 2 }),
    /#\/version is not 1, which is the only version there/,
  ],
  ['without findings', ({ findings: _, ...report }) => report, /#\/findings is missing\. Give/],
  [
    'with half a finding',
    (report) => ({ ...report, findings: [{ case: 'a' }] }),
    /#\/findings\/0\/id is missing\. Give/,
  ],
])('a report that is %s is an error', async (_, change, message) => {
  const changed = JSON.stringify(change(JSON.parse(text)))
  const { code, stdout, stderr } = await replay([], folderOf({ 'report.json': changed }))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

it('a report that is no JSON is an error', async () => {
  const { code, stderr } = await replay([], folderOf({ 'report.json': 'FAIL  1 error' }))
  expect(code).toBe(2)
  expect(stderr).toMatch(/^error: report\.json is not JSON: /)
})

it('a report without findings passes', async () => {
  const report = { ...JSON.parse(text), target: 'http://127.0.0.1:1', findings: [] }
  const { code, stdout } = await replay([], folderOf({ 'report.json': JSON.stringify(report) }))
  expect(code).toBe(0)
  expect(stdout).toContain('the report has no findings')
})

it('a report that is not there is an error', async () => {
  const { code, stderr } = await replay([], folderOf())
  expect(code).toBe(2)
  expect(stderr).toBe('error: the report report.json cannot be read: it does not exist.\n')
})
