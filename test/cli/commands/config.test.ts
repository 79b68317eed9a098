import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/cli/config/index.ts'
import { folderOf, run, serveFixture, start, steady, verify } from './program.ts'
import { json, refusal, serve } from './servers.ts'

const BODY = { input: { of: 'the configuration' } }

const SPEC = new URL('../../../specs/start-sync-workflow-execution.yaml', import.meta.url)

/** A folder whose configuration is this. */
const configured = (config: object): string => folderOf({ 'fgs-contract.config.json': JSON.stringify(config) })

describe('a configuration', () => {
  it('is used, and named', async () => {
    const cwd = configured({ runs: 1, param: { workflow_id: 'w1' } })
    const { code, stdout, stderr } = await run(['verify'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/configured.txt')
  })

  it('names its document as seen from here, as --spec does', async () => {
    const cwd = configured({ spec: 'openapi.yaml', reporter: 'json' })
    mkdirSync(join(cwd, 'sub'))
    copyFileSync(fileURLToPath(SPEC), join(cwd, 'openapi.yaml'))
    const filesOf = async (args: readonly string[], folder = cwd): Promise<readonly string[]> => {
      const { stdout } = await verify(args, { cwd: folder })
      const { constraints }: { constraints: { source: { file: string } }[] } = JSON.parse(stdout)
      return [...new Set(constraints.map(({ source }) => source.file))]
    }
    expect(await filesOf([])).toEqual(['openapi.yaml'])
    expect(await filesOf(['--spec', 'openapi.yaml'])).toEqual(['openapi.yaml'])
    const above = join('..', 'openapi.yaml')
    expect(await filesOf(['--config', '../fgs-contract.config.json'], join(cwd, 'sub'))).toEqual([above])
  })

  it('takes its document from a URL as it is', async () => {
    const { origin, seen } = await serve(json(404, {}))
    const spec = `${origin}/openapi.json`
    const { code, stderr } = await run(['plan'], { cwd: configured({ spec }) })
    expect({ code, urls: seen.map(({ url }) => url) }).toEqual({ code: 2, urls: ['/openapi.json'] })
    expect(stderr).toContain(spec)
  })

  it('is not named where a program reads', async () => {
    const cwd = configured({ runs: 0, reporter: 'json' })
    const { stdout, stderr } = await run(['verify'], { cwd })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).version).toBe(1)
  })

  it('gives what is sent, but for what the command line gives', async () => {
    const { origin, seen } = await serve(json(400, refusal))
    const config = {
      target: 'http://127.0.0.1:1',
      param: { project_id: 'p-config', workflow_id: 'w-config' },
      header: { 'X-One': 'one-config', 'X-Two': { env: 'TWO' } },
      token: { env: 'NOT_SET' },
      body: [BODY],
      maxRequests: 50,
    }
    const cwd = configured(config)
    const args = [
      '--target',
      origin,
      '--param',
      'project_id=p-line',
      '--header',
      'x-one: one-line',
      '--token',
      'token-line',
    ]
    const options = [...args, '--max-requests', '1']
    await verify(options, { cwd, env: { TWO: 'two-config' } })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      url: '/v2/p-line/fgs/workflows/w-config/sync-executions',
      headers: { 'x-one': 'one-line', 'x-two': 'two-config', 'x-auth-token': 'token-line' },
    })
  })

  it('is looked for here, taken from elsewhere by name, or not at all', async () => {
    const cwd = configured({ maxRequests: 1 })
    mkdirSync(join(cwd, 'sub'))
    writeFileSync(join(cwd, 'sub/other.json'), '{"maxRequests":2,"body":"body.json"}')
    writeFileSync(join(cwd, 'sub/body.json'), JSON.stringify(BODY))
    const planned = async (...args: string[]): Promise<string> => {
      const { stdout, stderr } = await run(['plan', ...args], { cwd })
      return stderr + stdout.replace(/^[\s\S]*\n(\d+ requests).*\n$/, '$1')
    }
    expect(await planned()).toBe('1 requests')
    expect(await planned('--config', 'sub/other.json')).toBe('2 requests')
    expect(await planned('--no-config', '--max-requests', '3')).toBe('3 requests')
    const { stdout } = await run(['plan', '--json', '--config', 'sub/other.json'], { cwd })
    expect(JSON.parse(stdout).cases[0].request.body).toBe(JSON.stringify(BODY))
  })

  it.each([
    ['--config nope.ts', ['--config', 'nope.ts'], {}, '--config nope.ts cannot be read; give the path of a file.'],
    ['an empty --config', ['--config', ''], {}, '--config is empty; give a file, or leave it out.'],
    [
      'an unknown option',
      [],
      { maxRequest: 1 },
      'fgs-contract.config.json: there is no option "maxRequest"; did you mean maxRequests?',
    ],
    [
      'an operation that is not there',
      [],
      { operations: { start: {} } },
      'operations.start: there is no operation start, only startSyncWorkflowExecution.',
    ],
    [
      'a parameter that is not there',
      [],
      { operations: { startSyncWorkflowExecution: { param: { id: 'a' } } } },
      'operations.startSyncWorkflowExecution.param: it has no parameter named "id"; it has: project_id, workflow_id.',
    ],
    [
      'a body that is forbidden',
      [],
      { operations: { startSyncWorkflowExecution: { body: { input: 3 } } } },
      'operations.startSyncWorkflowExecution.body breaks the contract: expected at /input type object, received 3. Give a body that the document allows.',
    ],
    [
      'a header of each request',
      [],
      { header: { 'Content-Length': '1' } },
      'fgs-contract.config.json: header.Content-Length cannot be set: each request has its own; leave it out.',
    ],
    [
      'a header that cannot be',
      [],
      { header: { 'A b': 'secret' } },
      'fgs-contract.config.json: header.A b is not the name of a header; write letters, digits and hyphens.',
    ],
    [
      'two ways of speaking',
      [],
      { quiet: true, verbose: true },
      'fgs-contract.config.json: quiet and verbose exclude each other; give one of them.',
    ],
    [
      'two kinds of credentials',
      [],
      { token: 't', ak: 'a' },
      '--token and --ak are two kinds of credentials; give one of them.',
    ],
  ])('is refused for %s', async (_, args, config, message) => {
    const cwd = configured(config)
    expect(await run(['plan', ...args], { cwd })).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` })
  })

  it.each([
    [
      { requireHeld: '90' },
      'fgs-contract.config.json: requireHeld 90 is not a percentage from 0% to 100%; write 95%, for example.',
    ],
    [
      { target: 'example' },
      'fgs-contract.config.json: target example is not a URL; write it whole, such as https://example.com/base.',
    ],
    [
      { include: ['start*', 'nope'] },
      'fgs-contract.config.json: include nope names no operation by id, path, method or tag; the contract has: startSyncWorkflowExecution.',
    ],
  ])('is named by file and key if the command refuses a value: %j', async (config, message) => {
    expect(await verify([], { cwd: configured(config) })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n`,
    })
  })

  it('is not blamed for what the command line gives', async () => {
    const cwd = configured({ requireHeld: '90%' })
    const { code, stderr } = await verify(['--require-held', '90'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --require-held 90 is not a percentage from 0% to 100%; write 95%, for example.\n',
    })
  })

  it('that throws is refused without a stack', async () => {
    const cwd = folderOf({ 'fgs-contract.config.ts': 'const a: string = "boom"\nthrow new Error(a)' })
    expect(await run(['verify'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: fgs-contract.config.ts cannot be run: boom.\n',
    })
  })

  it('has every option of the commands', async () => {
    const helps = await Promise.all(['verify', 'plan'].map((command) => run([command, '--help'])))
    const flags = helps.flatMap(({ stdout }) => [...stdout.matchAll(/^ {2}(?:-\w, )?--(no-)?([a-z-]+)/gm)])
    const options = new Set(flags.map(([, , name = '']) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())))
    // What names a configuration does not stand in one, nor does what has nothing to do with a run, nor what would let
    // every run pass the next time, nor what goes with that.
    const elsewhere = ['config', 'help', 'json', 'updateBaseline', 'baselineReason', 'baselineExpires']
    for (const name of elsewhere) expect(options.delete(name), name).toBe(true)
    const workingDirectory = configured({ nothingLikeThat: 1 })
    const refusal: unknown = await loadConfig({ workingDirectory, env: {}, isGiven: () => false }).catch(
      (error) => error,
    )
    const [, names = ''] = /there are: (.*)\.$/.exec(refusal instanceof Error ? refusal.message : '') ?? []
    // What is no single value stands in a configuration alone.
    const inConfigurationAlone = ['checks', 'credentials', 'formats', 'ownChecks', 'operations', 'refusals']
    expect([...options, ...inConfigurationAlone].sort()).toEqual(names.split(', ').sort())
  })
})

it('a format of one’s own that throws ends with what to mend', async () => {
  const spec = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Own', version: '1' },
    paths: {
      '/a': {
        get: {
          parameters: [{ name: 'a', in: 'query', schema: { type: 'string', format: 'own' } }],
          responses: { 200: { description: '' }, 400: { description: '' } },
        },
      },
    },
  })
  const config = 'export default { spec: "spec.json", formats: { own: { is: () => { throw new Error("lost") } } } }'
  const cwd = folderOf({ 'spec.json': spec, 'fgs-contract.config.mjs': config })
  for (const command of ['plan', 'verify']) {
    const { code, stderr } = await run([command], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('formats.own.is threw lost; mend it.')])
  }
})

describe('a configuration of another command', () => {
  const operation = (id: string) => ({
    operationId: id,
    parameters: [{ name: 'a', in: 'query', required: true, schema: { type: 'string', format: 'own' } }],
    responses: { 200: { description: '' }, 400: { description: '' } },
  })
  const spec = {
    openapi: '3.1.0',
    info: { title: 'Own', version: '1' },
    paths: { '/a': { get: operation('a') }, '/b': { get: operation('b') } },
  }
  // What is not about the command is not looked at: the variable is not set, and a mock with a token would refuse.
  const config = `export default {
    spec: 'spec.json',
    formats: { own: { is: (text) => text === 'mine', arbitrary: (fc) => fc.constant('mine') } },
    token: { env: 'NOT_SET' },
    reporter: 'json=over.json',
    runs: 1000,
    timeout: 1,
    verbose: true,
    exclude: ['b'],
    operations: { a: { param: { a: 'mine' }, runs: 1000 } },
  }`
  const folder = () => folderOf({ 'spec.json': JSON.stringify(spec), 'fgs-contract.config.mjs': config })

  it('gives adequacy its document, formats, operations and values', async () => {
    const cwd = folder()
    const { code, stdout, stderr } = await run(['adequacy'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Own 1\nconfigured by fgs-contract.config.mjs\n')
    const { mutants, plan } = JSON.parse((await run(['adequacy', '--json'], { cwd })).stdout)
    expect(new Set(mutants.map((mutant: { operation: string }) => mutant.operation))).toEqual(new Set(['a']))
    const killed = (rows: { id: string; state: string }[]): string[] =>
      rows.filter(({ id, state }) => id.includes('query.a format') && state === 'killed').map(({ id }) => id)
    expect(killed(mutants)).not.toEqual([])
    expect(plan.requests).toBeLessThan(100)
    const without = await run(['adequacy', '--no-config', '--spec', 'spec.json', '--json'], { cwd })
    expect(killed(JSON.parse(without.stdout).mutants)).toEqual([])
  })

  it('gives a client its document and formats', async () => {
    const call = (text: string) => [
      'client',
      '--status',
      '200',
      '--',
      process.execPath,
      '-e',
      `fetch(process.env.FGS_CONTRACT_URL + '/a?a=${text}').then(({ ok }) => process.exit(ok ? 0 : 1))`,
    ]
    const cwd = folder()
    const fine = await run(call('mine'), { cwd })
    expect(fine.stdout).toContain('configured by fgs-contract.config.mjs')
    expect(fine.stdout).not.toContain('request.query.a format: broken')
    const wrong = await run(call('other'), { cwd })
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('request.query.a format')])
    expect(existsSync(join(cwd, 'over.json'))).toBe(false)
  })

  it('gives a mock its document and formats', async () => {
    const cwd = folder()
    const mock = await start(['mock'], { cwd })
    const head = await once(mock.process.stdout ?? mock.process, 'data').then(([chunk]) => String(chunk))
    expect(head).toContain('configured by fgs-contract.config.mjs')
    const [origin = ''] = /http:\S+/.exec(head) ?? []
    const statuses = await Promise.all(
      ['mine', 'other'].map(async (text) => (await fetch(`${origin}/a?a=${text}`)).status),
    )
    mock.process.kill('SIGTERM')
    expect(statuses).toEqual([200, 400])
    await mock.finished
  })

  it.each(['client', 'mock', 'adequacy'])('is refused by %s if it has an option that there is not', async (command) => {
    const cwd = folderOf({ 'fgs-contract.config.json': '{ "foramts": {} }' })
    const { code, stderr } = await run(command === 'client' ? [command, '--', 'true'] : [command], { cwd })
    expect([code, stderr]).toEqual([
      2,
      'error: fgs-contract.config.json: there is no option "foramts"; did you mean formats?\n',
    ])
  })
})

describe('checks of one’s own', () => {
  const configOf = (ask: string): Record<string, string> => ({
    'fgs-contract.config.mjs': `export default { runs: 0, ownChecks: { refuses: ${ask} } }`,
  })
  const REFUSES = `({ broken, response }) =>
    broken.length === 0 || response.status >= 400 || 'A request that does not conform was let in.'`

  it('are asked by verify, and again by replay', async () => {
    const cwd = folderOf(configOf(REFUSES))
    const target = ['--target', await serveFixture('project-id-of-any-length')]
    const { code } = await verify([...target, '--reporter', 'json=report.json'], { cwd })
    const again = await run(['replay', 'report.json', 'own.refuses', ...target], { cwd })
    expect([code, again.code, again.stderr]).toEqual([1, 1, ''])
    expect(again.stdout).toContain('A request that does not conform was let in.')
    const unknown = await run(['replay', 'report.json', 'own.refuses', ...target, '--no-config'], { cwd })
    expect(unknown.stdout).toContain('there is no check own.refuses of the operation; give it in ownChecks')
    const clean = ['--target', await serveFixture('clean')]
    const fixed = await run(['replay', 'report.json', 'own.refuses', ...clean], { cwd })
    expect([fixed.code, fixed.stderr]).toEqual([0, ''])
    const held = await verify([...clean, '--require-held', 'own.refuses'], { cwd })
    expect([held.code, held.stderr]).toEqual([0, ''])
  })

  it.each([
    ['() => { throw new Error("lost") }', 'the check own.refuses threw lost, asked about an answer 200 of'],
    ['async () => true', 'the check own.refuses returned a promise; return true'],
    ['7', 'fgs-contract.config.mjs: ownChecks.refuses is no check; give a function, or an object with ask.'],
    [
      '{ ask: () => true, operation: "a" }',
      'there is no option "operation" in ownChecks.refuses; did you mean operations?',
    ],
  ])('%s ends with what to mend', async (ask, message) => {
    const { code, stderr } = await run(['verify'], { cwd: folderOf(configOf(ask)) })
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(code).toBe(2)
  })
})
