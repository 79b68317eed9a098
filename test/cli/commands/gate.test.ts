import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { validateReport } from '../../support/report-schema.ts'
import { folderOf, runAlone, serveFixture, steady, verify } from './program.ts'
import { serve } from './servers.ts'

const DEFECT = 'project-id-of-any-length'
const BROKEN = 'startSyncWorkflowExecution request.path.project_id maxLength'
const FILE = 'fgs-contract.baseline.json'

const entry = {
  constraint: BROKEN,
  check: 'negative_data_rejection',
  class: 'accepted',
  reason: 'The gateway is to be mended first.',
  expires: '2999-12-31',
}
const baselineOf = (...findings: readonly object[]): string => JSON.stringify({ version: 1, findings })

/** The last line without what differs from run to run. */
const lastLine = (text: string): string => steady(text).trimEnd().split('\n').at(-1) ?? ''

describe('--require-held', () => {
  it.each([
    ['a percentage that is met', ['--require-held', '98%'], 0, /^PASS {2}71 requests/],
    [
      'one that is not',
      ['--require-held', '98.4%'],
      1,
      /^FAIL {2}--require-held 98\.4%: 58 of 59 constraints are held \(98\.3%\); missing: startSyncWorkflowExecution request security; 71 requests/,
    ],
    ['all that can be shown, with what shows it', ['--require-held', '100%', '--token', 'a-t0ken'], 0, /^PASS/],
    ['a pattern that is met', ['--require-held', 'startSyncWorkflowExecution request.body*'], 0, /^PASS/],
    ['one of several that is not', ['--require-held', 'request.body*', '--require-held', '*security'], 1, /0 of 1 /],
    [
      'an id that no request can ask for',
      ['--require-held', 'response.500 *'],
      1,
      /0 of 10 constraints are held; missing: (?:startSyncWorkflowExecution response\.500 \S+(?: \S+)?,? ){3}and 7 more;/,
    ],
  ])('takes %s', async (_, args, expected, line) => {
    const { code, stdout, stderr } = await verify([...args, '--quiet'])
    expect({ code, stderr }).toEqual({ code: expected, stderr: '' })
    expect(lastLine(stdout)).toMatch(line)
  })

  it('says in the report what is missing', async () => {
    const { code, stdout } = await verify(['--require-held', '100%', '--reporter', 'json'])
    expect(code).toBe(1)
    const report = JSON.parse(stdout)
    expect(validateReport(report)).toEqual([])
    expect(report.summary).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/^--require-held 100%: 58 of/),
    })
    expect(report.constraints.filter(({ unasked }: { unasked?: true }) => unasked)).toHaveLength(20)
  })

  it.each([
    ['98%', 0, 0],
    ['100%', 1, 1],
  ])('of %s is a test of JUnit, failed as the run is', async (share, expected, failures) => {
    const { code, stdout } = await verify(['--require-held', share, '--reporter', 'junit'])
    expect(code).toBe(expected)
    expect(stdout).toContain('name="gate"')
    expect(stdout).toMatch(new RegExp(`<testsuites [^>]*failures="${failures}"`))
  })

  it('says besides a finding what is missing', async () => {
    const target = await serveFixture(DEFECT)
    const { code, stdout } = await verify(['--target', target, '--require-held', '100%', '--quiet'])
    expect(code).toBe(1)
    expect(lastLine(stdout)).toMatch(
      /^FAIL {2}--require-held 100%: 57 of 59 constraints are held \(96\.6%\); missing: .* maxLength, .* security; 1 error; /,
    )
  })

  it('leaves what is inconclusive so', async () => {
    const { code, stdout } = await verify(['--target', 'http://127.0.0.1:1', '--require-held', '1%', '--quiet'])
    expect(code).toBe(3)
    expect(stdout).not.toContain('--require-held')
  })

  it.each([
    ['no constraint', 'requests.*'],
    ['one of an operation that is left out', 'startOther *'],
    ['what cannot fail alone', 'request.path.project_id minLength'],
    ['a number', '95'],
    ['too much', '101%'],
    ['nothing', ''],
  ])('of %s is an error before anything is sent or written', async (_, text) => {
    const folder = folderOf({ 'report.json': '{}' })
    const args = ['--target', 'http://127.0.0.1:1', '--reporter', 'json=report.json', '--require-held', text]
    const { code, stdout, stderr } = await verify(args, { cwd: folder })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: --require-held .*\.\n$/)
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('{}')
  })
})

describe('--baseline', () => {
  const gone = { ...entry, constraint: 'startSyncWorkflowExecution request.body /inputs type' }

  it('shows what is known, and passes', async () => {
    const target = await serveFixture(DEFECT)
    const cwd = folderOf({ [FILE]: baselineOf(entry) })
    const args = ['--target', target, '--concurrency', '1', '--require-held', '98%', '--reporter', 'json=report.json']
    const { code, stdout, stderr } = await verify([...args, '--strict-baseline'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/baseline.known.txt')
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))
    expect(validateReport(report)).toEqual([])
    expect(report.summary.findings).toEqual({ error: 0, advisory: 0, known: 1 })
    expect(report.findings[0].known).toEqual({ reason: entry.reason, expires: entry.expires })
    expect(report.baseline).toEqual({ file: FILE, findings: [{ ...entry, state: 'known' }] })
  })

  it('is that of a configuration, relative to it, and named as from here', async () => {
    const target = await serveFixture(DEFECT)
    const gate = { requireHeld: '98%', baseline: 'known.json', strictBaseline: true }
    const cwd = folderOf()
    mkdirSync(join(cwd, 'ci'))
    writeFileSync(join(cwd, 'ci/config.json'), JSON.stringify({ target, runs: 0, reporter: 'json', ...gate }))
    writeFileSync(join(cwd, 'ci/known.json'), baselineOf(entry))
    const { code, stdout } = await verify(['--config', 'ci/config.json'], { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).baseline.file).toBe(join('ci', 'known.json'))

    writeFileSync(join(cwd, 'ci/known.json'), baselineOf(entry, gone))
    const stale = await verify(['--config', 'ci/config.json'], { cwd })
    expect(JSON.parse(stale.stdout).summary.reason).toMatch(/^--strict-baseline: 1 stale in ci.known\.json: /)
    const args = ['--config', 'ci/config.json', '--require-held', '100%']
    const more = await verify(args, { cwd })
    expect(JSON.parse(more.stdout).summary.reason).toMatch(/^--require-held 100%: /)
    expect([stale.code, more.code]).toEqual([1, 1])
  })

  it.each([
    ['expired', { ...entry, expires: '2020-02-29' }, 'expired', /Expired on 2020-02-29: /],
    [
      'of another class',
      { ...entry, class: 'server error' },
      'unseen',
      /Another defect than the one in the baseline \(class server /,
    ],
    ['of another check', { ...entry, check: 'not_a_server_error' }, 'unseen', /used: 1 unseen\./],
  ])('does not cover by an entry that is %s', async (_, one, state, note) => {
    const target = await serveFixture(DEFECT)
    const cwd = folderOf({ 'known.json': baselineOf(one) })
    const { code, stdout } = await verify(['--target', target, '--baseline', 'known.json', '--reporter', 'json'], {
      cwd,
    })
    expect(code).toBe(1)
    const report = JSON.parse(stdout)
    expect(validateReport(report)).toEqual([])
    expect(report.summary.findings).toEqual({ error: 1, advisory: 0, known: 0 })
    expect(report.baseline.findings).toEqual([{ ...one, state }])
    expect(report.notes.map(({ message }: { message: string }) => message).join('\n')).toMatch(note)
  })

  const workflow = { ...entry, constraint: 'startSyncWorkflowExecution request.path.workflow_id maxLength' }
  const unseen = {
    ...entry,
    constraint: 'startSyncWorkflowExecution response.500 /error_code maxLength',
    check: 'response_schema_conformance',
  }
  const elsewhere = { ...entry, constraint: 'stopWorkflow request.body /input type' }
  const caseOf = (name: string) => ({
    operation: 'startSyncWorkflowExecution',
    case: name,
    check: 'not_a_server_error',
    class: 'server error',
    reason: 'Why not.',
    expires: '2999-12-31',
  })

  it('fails for what is stale when that is asked', async () => {
    const cwd = folderOf({
      [FILE]: baselineOf(workflow, unseen, gone, elsewhere, caseOf('example page'), caseOf('other')),
    })
    const plain = await verify(['--concurrency', '1'], { cwd })
    expect({ code: plain.code, stderr: plain.stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(plain.stdout)).toMatchFileSnapshot('stored/baseline.stale.txt')
    const strict = await verify(['--strict-baseline', '--quiet'], { cwd })
    expect(strict.code).toBe(1)
    expect(lastLine(strict.stdout)).toMatch(/^FAIL {2}--strict-baseline: 3 stale in fgs-contract\.baseline\.json: /)
  })

  it('says nothing of what was not tested', async () => {
    const cwd = folderOf({ [FILE]: baselineOf(workflow, unseen, caseOf('other')) })
    const args = ['--max-executions', '0', '--allow-unreached', '*', '--strict-baseline', '--quiet']
    const { code } = await verify(args, { cwd })
    expect(code).toBe(0)
  })

  it('is written anew, keeping what was written by hand', async () => {
    const target = await serveFixture(DEFECT)
    const cwd = folderOf()
    const update = ['--target', target, '--quiet', '--update-baseline']
    const read = (): { findings: Record<string, string>[] } => JSON.parse(readFileSync(join(cwd, FILE), 'utf8'))

    const first = await verify(update, { cwd })
    expect({ code: first.code, stderr: first.stderr }).toEqual({
      code: 1,
      stderr: `${FILE} has 1 entry; fill in the reason and the day of 1 entry before you use it.\n`,
    })
    expect(read()).toEqual({ version: 1, findings: [{ ...entry, reason: '', expires: '' }] })

    const refused = await verify(['--target', target], { cwd })
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 2,
      stderr: `error: ${FILE}#/findings/0/reason is empty; write why this is left as it is.\n`,
    })

    const drafts = await verify(update, { cwd })
    expect(drafts.stderr).toBe(first.stderr)

    writeFileSync(join(cwd, FILE), baselineOf(entry, workflow, unseen))
    const kept = await verify(update, { cwd })
    expect({ code: kept.code, stderr: kept.stderr }).toEqual({
      code: 0,
      stderr: `${FILE} has 2 entries; 1 removed.\n`,
    })
    expect(read().findings).toEqual([entry, unseen])

    writeFileSync(join(cwd, FILE), baselineOf({ ...entry, expires: '2020-01-01' }, unseen))
    const late = await verify(update, { cwd })
    expect({ code: late.code, stderr: late.stderr }).toEqual({
      code: 1,
      stderr: `${FILE} has 2 entries; 1 has expired and needs a new day.\n`,
    })
  })

  it('is left as it is by a run that is inconclusive', async () => {
    const cwd = folderOf()
    const args = ['--target', 'http://127.0.0.1:1', '--update-baseline', '--baseline', 'mine.json', '--quiet']
    const { code, stderr } = await verify(args, { cwd })
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'mine.json is left as it is: the run is inconclusive.\n' })
    expect(existsSync(join(cwd, 'mine.json'))).toBe(false)
  })

  it.each([
    [
      'what is not there',
      ['--baseline', 'none.json'],
      /^error: --baseline none\.json cannot be read: it does not exist/,
    ],
    ['a folder', ['--baseline', '.'], /^error: --baseline \. cannot be read: it is a folder\.\n$/],
    ['no name', ['--baseline', ''], /^error: --baseline is empty/],
    ['what is no JSON', ['--baseline', 'text.json'], /^error: text\.json is not JSON: /],
    [
      'unknown names',
      ['--baseline', 'names.json'],
      /^error: names\.json#\/findings\/0 has an unknown "because"; there are: /,
    ],
    [
      'where nothing can be written',
      ['--baseline', 'no/where.json', '--update-baseline'],
      /^error: the baseline cannot be written/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const cwd = folderOf({ 'text.json': 'known', 'names.json': baselineOf({ ...entry, because: 'so' }) })
    const { code, stdout, stderr } = await verify(args, { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  it('is nothing to plan', async () => {
    const { code } = await runAlone(['plan'], { cwd: folderOf({ [FILE]: 'known' }) })
    expect(code).toBe(0)
  })
})

describe('--update-baseline', () => {
  const get = (operationId: string): object => ({
    get: { operationId, responses: { 200: { description: 'Success' }, 404: { description: 'None' } } },
  })
  const document = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Two', version: '1' },
    paths: { '/here': get('here'), '/gone': get('gone') },
  })

  it('gives one reason and day to what it writes, operations that are not reached among it', async () => {
    const { origin } = await serve((res, { method, url }) => {
      res.writeHead(method !== 'GET' ? 405 : url.startsWith('/here') ? 200 : 404).end()
    })
    const cwd = folderOf({ 'api.json': document })
    const args = ['--spec', 'api.json', '--target', origin, '--runs', '0', '--quiet']
    const before = await verify(args, { cwd })
    expect([before.code, lastLine(before.stdout)]).toEqual([
      3,
      expect.stringMatching(
        /^INCONCLUSIVE {2}1 of 2 operations was not reached: gone \(its first request was answered 404/,
      ),
    ])
    const acceptance = ['--baseline-reason', 'Not built yet.', '--baseline-expires', '2999-12-31']
    const update = await verify([...args, '--update-baseline', ...acceptance], { cwd })
    expect([update.code, update.stderr]).toEqual([3, `${FILE} has 1 entry.\n`])
    const row = { operation: 'gone', reason: 'Not built yet.', expires: '2999-12-31' }
    expect(JSON.parse(readFileSync(join(cwd, FILE), 'utf8'))).toEqual({ version: 1, findings: [], unreached: [row] })
    const after = await verify([...args, '--reporter', 'json'], { cwd })
    const report = JSON.parse(after.stdout)
    expect([after.code, validateReport(report)]).toEqual([0, []])
    expect(report.baseline.unreached).toEqual([{ ...row, state: 'known' }])
    const { reason, expires } = row
    expect(report.unreached).toEqual([expect.objectContaining({ operation: 'gone', known: { reason, expires } })])
    // By an option it is the same.
    const allowed = await verify(
      [...args, '--baseline', 'none.json', '--update-baseline', '--allow-unreached', 'go*'],
      { cwd },
    )
    expect([allowed.code, allowed.stderr]).toEqual([0, 'none.json has 0 entries.\n'])
  })

  it.each([
    [
      ['--baseline-reason', 'Soon.'],
      /^error: --baseline-reason is for entries that a run writes; add --update-baseline/,
    ],
    [['--baseline-expires', '2999-12-31'], /^error: --baseline-expires is for entries that a run writes; add --upd/],
    [['--update-baseline', '--baseline-expires', '2999-02-29'], /^error: --baseline-expires 2999-02-29 is no day; /],
    [['--update-baseline', '--baseline-reason', ' '], /^error: --baseline-reason is empty; write why /],
    [['--allow-unreached', 'pets'], /^error: --allow-unreached pets names no operation by id, path, method or tag; /],
  ])('refuses %j before anything is written', async (args, message) => {
    const cwd = folderOf()
    const { code, stderr } = await verify(['--target', 'http://127.0.0.1:1', ...args], { cwd })
    expect([code, existsSync(join(cwd, FILE))]).toEqual([2, false])
    expect(stderr).toMatch(message)
  })
})
