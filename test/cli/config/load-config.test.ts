import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/cli/config/index.ts'
import { namesIn } from '../../../src/options/index.ts'
import { folderOf } from '../commands/program.ts'

type Env = Readonly<Record<string, string>>

/** Loads a configuration of its own folder; `given` are options as the command line would give them. */
async function load(
  text: string,
  {
    file = 'fgs-contract.config.json',
    env = {},
    given = [],
  }: { file?: string; env?: Env; given?: readonly string[] } = {},
) {
  const folder = folderOf({ [file]: text })
  const loaded = await loadConfig({
    workingDirectory: folder,
    env,
    isGiven: (option, name) => given.includes(name === undefined ? option : `${option} ${name}`),
  })
  const values = Object.entries(loaded?.values ?? {}).filter(([, value]) => value !== undefined)
  return { folder, file: loaded?.file, values: Object.fromEntries(values) }
}

const loadJson = (value: unknown, env: Env = {}, given: readonly string[] = []) =>
  load(JSON.stringify(value), { env, given })

const ONE = { input: { a: [1, null] } }

describe('a configuration', () => {
  it('is not needed', async () => {
    const source = { workingDirectory: folderOf(), env: {}, isGiven: () => false }
    expect(await loadConfig(source)).toBeUndefined()
  })

  it('says whatever the command line can, files relative to its own folder', async () => {
    const env = { TARGET: 'https://example.com', KEY: 'k' }
    const { values, folder } = await loadJson(
      {
        spec: 'a.yaml',
        target: { env: 'TARGET' },
        param: { id: 'a', more: ['b', { env: 'KEY' }] },
        body: ['one.json', ONE],
        ak: { env: 'KEY' },
        sk: 'secret',
        header: { 'X-A': 'a', 'X-B': ['b', { env: 'KEY' }] },
        runs: 0,
        seed: 'random',
        maxRequests: 10,
        maxExecutions: 0,
        include: 'GET *',
        exclude: ['a', 'b'],
        ca: '../ca.pem',
        cert: 'cert.pem',
        key: 'key.pem',
        concurrency: 1,
        timeout: '1.5s',
        rate: '5/s',
        wait: 0,
        maxTime: '5m',
        requireHeld: '95%',
        baseline: '../known.json',
        strictBaseline: true,
        reporter: ['console', 'json=out/report.json'],
        quiet: true,
        verbose: false,
        color: false,
        operations: { start: { param: { id: 'c' }, body: ONE, runs: 3 }, other: {} },
      },
      env,
    )
    const at = (name: string): string => join(folder, name)
    expect(values).toEqual({
      spec: at('a.yaml'),
      target: 'https://example.com',
      param: new Map([
        ['id', ['a']],
        ['more', ['b', 'k']],
      ]),
      body: [at('one.json'), ONE],
      ak: 'k',
      sk: 'secret',
      header: [
        ['X-A', 'a'],
        ['X-B', 'b'],
        ['X-B', 'k'],
      ],
      runs: 0,
      seed: 'random',
      maxRequests: 10,
      maxExecutions: 0,
      include: ['GET *'],
      exclude: ['a', 'b'],
      ca: join(folder, '../ca.pem'),
      cert: at('cert.pem'),
      key: at('key.pem'),
      concurrency: 1,
      timeout: 1500,
      rate: 5,
      wait: 0,
      maxTime: 300_000,
      requireHeld: ['95%'],
      baseline: join(folder, '../known.json'),
      strictBaseline: true,
      reporter: ['console', `json=${at('out/report.json')}`],
      quiet: true,
      verbose: false,
      color: false,
      operations: new Map([
        ['start', { param: new Map([['id', ['c']]]), body: [ONE], runs: 3 }],
        ['other', {}],
      ]),
    })
  })

  it('takes numbers for durations and rates, and a URL for a document', async () => {
    const { values } = await loadJson({
      timeout: 1,
      wait: 2.5,
      maxTime: 3,
      rate: 0.5,
      spec: 'https://example.com/a.yaml',
    })
    expect(values).toEqual({ timeout: 1, wait: 2.5, maxTime: 3, rate: 0.5, spec: 'https://example.com/a.yaml' })
  })

  const module = (config: string): string => `
    import { defineConfig } from 'fgs-contract/config'
    interface Named<T> { readonly name: T }
    enum Runs { Few = 2 }
    const named: Named<string> = { name: 'value' }
    export default defineConfig(${config})
  `

  it('may be TypeScript, whole, with a token that is asked for', async () => {
    const text = module('{ runs: Runs.Few, param: { id: named.name }, token: async () => "t" as string }')
    const { values, file } = await load(text, { file: 'fgs-contract.config.ts' })
    expect(file).toBe('fgs-contract.config.ts')
    expect(values).toMatchObject({ runs: 2, param: new Map([['id', ['value']]]) })
    expect(typeof values.token === 'function' && (await values.token())).toBe('t')
  })

  it.each(['js', 'mjs'])('may be JavaScript: .%s', async (ending) => {
    const file = `fgs-contract.config.${ending}`
    const folder = folderOf({ 'package.json': '{"type":"module"}', [file]: 'export default { runs: 4 - 2 }\n' })
    const loaded = await loadConfig({ workingDirectory: folder, env: {}, isGiven: () => false })
    expect(loaded?.values.runs).toBe(2)
  })

  it('is read anew each time', async () => {
    const folder = folderOf({ 'a.ts': 'export default { runs: 1 }' })
    const source = { file: 'a.ts', workingDirectory: folder, env: {}, isGiven: () => false }
    expect((await loadConfig(source))?.values.runs).toBe(1)
    writeFileSync(join(folder, 'a.ts'), 'export default { runs: 2 }')
    expect((await loadConfig(source))?.values.runs).toBe(2)
  })

  it('is asked for nothing that the command line says', async () => {
    const all = { runs: 'x', ca: 1, token: { env: 'NOPE' }, ak: { env: 'NOPE' }, tokenCommand: 1, verbose: 1, body: 1 }
    const { values } = await loadJson(all, {}, ['runs', 'ca', 'token', 'quiet', 'body'])
    expect(values).toEqual({})
    const keys = await loadJson({ token: { env: 'NOPE' }, sk: 's' }, {}, ['ak'])
    expect(keys.values).toEqual({ sk: 's' })
    const operations = { start: { runs: 'x', param: { a: 1, b: '2' }, body: 1 } }
    const named = { param: { a: 1, b: '2' }, header: { X: 1, Y: 'y' }, operations }
    expect((await loadJson(named, {}, ['runs', 'body', 'param a', 'header X'])).values).toEqual({
      param: new Map([['b', ['2']]]),
      header: [['Y', 'y']],
      operations: new Map([['start', { param: new Map([['b', ['2']]]) }]]),
    })
  })
})

const FILE = 'fgs-contract.config.json'
const NAMES = [...namesIn('configuration'), 'operations'].join(', ')

describe('a wrong configuration is refused:', () => {
  it.each<[unknown, string]>([
    [[], 'the configuration is a list; give an object.'],
    [null, 'the configuration is null; give an object.'],
    ['x', 'the configuration is a string; give an object.'],
    [{ maxRequest: 1 }, 'there is no option "maxRequest"; did you mean maxRequests?'],
    [{ 'max-executions': 1 }, 'there is no option "max-executions"; did you mean maxExecutions?'],
    [{ headers: {} }, 'there is no option "headers"; did you mean header?'],
    [{ something: 1 }, `there is no option "something"; there are: ${NAMES}.`],
    [{ config: 'x' }, `there is no option "config"; there are: ${NAMES}.`],
    [JSON.parse('{"__proto__":{}}'), `there is no option "__proto__"; there are: ${NAMES}.`],
    [{ spec: 1 }, 'spec is 1; give a text.'],
    [{ spec: '' }, 'spec is empty; leave it out, or give a text.'],
    [{ target: null }, 'target is null; give a text.'],
    [
      { target: { env: 'NOPE' } },
      'target comes from the environment variable NOPE, which is not set; set it, or leave this option out.',
    ],
    [
      { token: { env: 'EMPTY' } },
      'token comes from the environment variable EMPTY, which is not set; set it, or leave this option out.',
    ],
    [{ token: { env: 1 } }, 'token.env is 1; give a text.'],
    [{ token: {} }, 'token is an empty object; give a token for each scheme, or leave it out.'],
    [{ checks: { advisory: 'error' } }, "checks.advisory is a string; give one of 'off', 'advisory'."],
    [{ checks: { ignored_auht: 'off' } }, 'there is no option "ignored_auht" in checks; did you mean ignored_auth?'],
    [
      { operations: { start: { checks: { ignored_auth: 'no' } } } },
      "operations.start.checks.ignored_auth is a string; give one of 'off', 'advisory', 'error'.",
    ],
    [
      { refusals: {} },
      'refusals is an object; give a list of objects, each with a status from 400 to 499, a text or a pointer (and value), and a reason.',
    ],
    [
      { refusals: [{ status: 200, text: 'a', reason: 'b' }] },
      'refusals[0] has no status of a refusal; give one from 400 to 499.',
    ],
    [{ refusals: [{ status: 409, text: 'a' }] }, 'refusals[0] has no reason; write why such an answer proves nothing.'],
    [
      { refusals: [{ status: 409, reason: 'b' }] },
      'refusals[0] says nothing of the body; give text, or pointer and value, so that other refusals still count.',
    ],
    [
      { refusals: [{ status: 409, pointer: 'a', reason: 'b' }] },
      'refusals[0] has a pointer that is no JSON Pointer; write it as /error/code.',
    ],
    [
      { refusals: [{ status: 409, text: 'a', value: 1, reason: 'b' }] },
      'refusals[0] has a value and no pointer; say where the value stands.',
    ],
    [{ credentials: { a: 'b' } }, 'credentials.a is a string; give an object.'],
    [
      { credentials: { a: {} } },
      'credentials.a names nobody; give clientId and clientSecret, or username and password.',
    ],
    [{ credentials: { a: { username: 'b' } } }, 'credentials.a has half of a user; give username and password.'],
    [
      { credentials: { a: { clientId: 'b', clientSecret: { env: 'EMPTY' } } } },
      'credentials.a.clientSecret comes from the environment variable EMPTY, which is not set; set it, or leave this option out.',
    ],
    [{ token: { admin: 7 } }, 'token.admin is 7; give a text.'],
    [
      { token: { admin: { env: 'EMPTY' }, user: 'a' } },
      'token.admin comes from the environment variable EMPTY, which is not set; set it, or leave this option out.',
    ],
    [{ token: ['secret'] }, 'token is a list; give a text.'],
    [{ param: 'a=b' }, 'param is a string; give an object.'],
    [{ param: { id: 1 } }, 'param.id is 1; give a text.'],
    [{ param: { id: ['a', 2] } }, 'param.id[1] is 2; give a text.'],
    [{ header: ['X: secret'] }, 'header is a list; give an object.'],
    [{ header: { X: true } }, 'header.X is true; give a text.'],
    [{ body: 1 }, 'body is 1; give the path of a file, or an object.'],
    [{ body: [['a.json']] }, 'body[0] is a list; give the path of a file, or an object.'],
    [{ runs: '5' }, 'runs is a string; give a whole number, 0 or more.'],
    [{ runs: 1.5 }, 'runs is 1.5; give a whole number, 0 or more.'],
    [{ maxRequests: -1 }, 'maxRequests is -1; give a whole number, 0 or more.'],
    [{ concurrency: 0 }, 'concurrency is 0; give a whole number, 1 or more.'],
    [{ seed: 2 ** 31 }, 'seed is 2147483648; give a whole number of 32 bits, or random.'],
    [
      { timeout: '30' },
      'timeout is a string; give 1 or more milliseconds, or a number with ms, s, m or h, such as 30s.',
    ],
    [{ timeout: 0 }, 'timeout is 0; give 1 or more milliseconds, or a number with ms, s, m or h, such as 30s.'],
    [{ wait: -1 }, 'wait is -1; give milliseconds, or a number with ms, s, m or h, such as 30s.'],
    [{ rate: '5' }, 'rate is a string; give a number of requests in a second, 0.001 or more, such as 5/s.'],
    [{ rate: 0 }, 'rate is 0; give a number of requests in a second, 0.001 or more, such as 5/s.'],
    [{ include: [1] }, 'include[0] is 1; give a text.'],
    [{ requireHeld: 95 }, 'requireHeld is 95; give a text.'],
    [{ baseline: false }, 'baseline is false; give a text.'],
    [{ strictBaseline: 'yes' }, 'strictBaseline is a string; give true or false.'],
    [{ reporter: {} }, 'reporter is an object; give a text.'],
    [{ color: 'no' }, 'color is a string; give true or false.'],
    [{ operations: { start: 1 } }, 'operations.start is 1; give an object.'],
    [{ operations: { start: { run: 1 } } }, 'there is no option "run" in operations.start; did you mean runs?'],
    [
      { operations: { start: { timeout: 1 } } },
      'there is no option "timeout" in operations.start; there are: param, body, runs, checks, refusals.',
    ],
    [{ operations: { start: { runs: 'a' } } }, 'operations.start.runs is a string; give a whole number, 0 or more.'],
    [{ operations: { start: { param: { id: 1 } } } }, 'operations.start.param.id is 1; give a text.'],
  ])('%j', async (value, message) => {
    await expect(loadJson(value, { EMPTY: '' })).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message: `${FILE}: ${message}` }),
    )
  })

  it.each([
    [
      'a.ts',
      'export default { token: process.env.NO_SUCH_VARIABLE }',
      'a.ts: token is undefined, perhaps because an environment variable is not set; give a text, or leave it out.',
    ],
    ['a.ts', 'export const a = 1', 'a.ts: the configuration is missing; write export default defineConfig({ … }).'],
    ['a.ts', 'throw new Error("boom.\\nsecond line")', 'a.ts cannot be run: boom.'],
    ['a.ts', 'throw "boom"', 'a.ts cannot be run: boom.'],
    ['a.ts', 'throw new Error("")', 'a.ts cannot be run: its error has no message.'],
    ['a.ts', 'export default {\n  a: ,\n}', 'a.ts cannot be run: ParseError: Unexpected token in line 2.'],
    ['a.ts', "import 'no-such-package'", "a.ts cannot be run: Cannot find module 'no-such-package'."],
    ['a.mjs', 'throw new Error("boom")', 'a.mjs cannot be run: boom.'],
    ['a.json', '{', /^a\.json is not JSON: .+\.$/],
    ['a.yaml', 'runs: 1', '--config a.yaml has an ending that is not supported; use .ts, .js, .mjs or .json.'],
    ['a.ts', undefined, '--config a.ts cannot be read; give the path of a file.'],
    ['a.ts', 'export default () => ({})', 'a.ts: the configuration is a function; give an object.'],
    [
      'a.ts',
      'const a: any = {}; a.a = a; export default { body: a }',
      'a.ts: body is not JSON; give the path of a file, or an object.',
    ],
  ])('%s that holds %j', async (file, text, message) => {
    const workingDirectory = folderOf(text === undefined ? {} : { [file]: text })
    const loading = loadConfig({ file, workingDirectory, env: {}, isGiven: () => false })
    await expect(loading).rejects.toThrow(
      expect.objectContaining({
        name: 'UsageError',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    )
  })

  it('one of two', async () => {
    const workingDirectory = folderOf({ 'fgs-contract.config.ts': '', 'fgs-contract.config.json': '' })
    await expect(loadConfig({ workingDirectory, env: {}, isGiven: () => false })).rejects.toThrow(
      'there are fgs-contract.config.ts and fgs-contract.config.json; keep one of them, or name one with --config.',
    )
  })

  it('a token that is none', async () => {
    const { values } = await load('export default { token: () => undefined }', { file: 'fgs-contract.config.mjs' })
    const asked = async () => typeof values.token === 'function' && values.token()
    await expect(asked()).rejects.toThrow(
      'fgs-contract.config.mjs: token did not return a text; it has to return a token.',
    )
  })
})
