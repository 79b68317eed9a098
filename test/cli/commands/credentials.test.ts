import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf, run, verify } from './program.ts'
import { json, refusal, serve } from './servers.ts'

/** Lets in what carries one of the tokens, each for so many requests. */
const guardedBy = (lives: Map<string, number>) =>
  serve((res, { headers, url }) => {
    const token = String(headers['x-auth-token'])
    const left = lives.get(token) ?? 0
    lives.set(token, left - 1)
    if (left <= 0)
      return json(401, { error_code: 'APIG.0301', error_msg: `not ${token}`, request_id: '1' })(res, {
        method: '',
        url,
        headers,
      })
    return json(400, refusal)(res, { method: '', url, headers })
  })

describe('a token command', () => {
  it('is run before the first request, once, and what it prints is shown nowhere', async () => {
    const { origin, seen } = await guardedBy(new Map([['S3cr3t-T0ken', 1000]]))
    const folder = folderOf({ 'token.sh': 'echo run >> runs; echo "  S3cr3t-T0ken  "; echo S3cr3t-T0ken >&2\n' })
    const options = ['--target', origin, '--token-command', 'sh token.sh', '--max-requests', '5', '--verbose']
    const { stdout, stderr } = await verify([...options, '--reporter', 'console', '--reporter', 'json=report.json'], {
      cwd: folder,
    })
    expect(stderr).toBe('')
    expect(seen.map(({ headers }) => headers['x-auth-token'])).toContain('S3cr3t-T0ken')
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\n')
    expect(stdout + readFileSync(join(folder, 'report.json'), 'utf8')).not.toContain('S3cr3t')
  })

  it('is run again after a 401, once for all requests', async () => {
    const { origin, seen } = await guardedBy(
      new Map([
        ['first-token-1', 3],
        ['second-token-2', 1000],
      ]),
    )
    const folder = folderOf({
      'token.sh': 'echo run >> runs; test $(wc -l < runs) = 1 && echo first-token-1 || echo second-token-2\n',
    })
    const { stdout, stderr } = await verify(['--target', origin, '--token-command', 'sh token.sh', '--verbose'], {
      cwd: folder,
    })
    expect(stderr).toBe('')
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\nrun\n')
    expect(new Set(seen.map(({ headers }) => headers['x-auth-token']))).toEqual(
      new Set(['first-token-1', 'second-token-2', undefined, 'wrong', '', 'second-token-', 'SECOND-TOKEN-2']),
    )
    expect(stdout).not.toContain('credentials were refused')
    expect(stdout).not.toMatch(/first-token|second-token/)
  })

  it('that has no better token leaves it at that', async () => {
    const { origin, seen } = await guardedBy(new Map())
    const folder = folderOf({
      'token.sh': 'echo run >> runs; test $(wc -l < runs) = 1 && echo first-token-1 || exit 7\n',
    })
    const { code, stdout, stderr } = await verify(['--target', origin, '--token-command', 'sh token.sh'], {
      cwd: folder,
    })
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(seen).toHaveLength(1)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'The credentials could not be renewed: --token-command failed with exit code 7; run it by hand to see why.',
    )
  })

  it.each([
    ['echo S3cr3t >&2; exit 3', 'failed with exit code 3'],
    ['kill -9 $$', 'was ended by SIGKILL'],
    ['true', 'printed nothing'],
    [`node -e "console.log('x'.repeat(1e6))"`, 'printed more than a token'],
    ['no-such-program-anywhere', 'failed with exit code 127'],
  ])('%j fails before anything is sent', async (command, why) => {
    const cwd = folderOf({ 'report.json': 'earlier' })
    const options = ['--token-command', command, '--reporter', 'json=report.json']
    expect(await verify(options, { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: --token-command ${why}; run it by hand to see why.\n`,
    })
    expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('earlier')
  })

  it.each([
    ['by plan', ['plan'], 0],
    ['for a run that sends nothing', ['verify', '--max-requests', '0', '--quiet'], 3],
  ] as const)('is not run %s', async (_, args, expected) => {
    const cwd = folderOf()
    const { code } = await run([...args, '--token-command', 'touch ran'], { cwd })
    expect(code).toBe(expected)
    expect(() => readFileSync(join(cwd, 'ran'))).toThrow()
  })
})

const AK = 'AKEXAMPLE0123456789A'
const SK = 'SkExample/+abcdefghijklmnopqrstuvwxyz012'

it.each<[string, string[], { [name: string]: string }]>([
  ['options', ['--ak', AK, '--sk', SK], { FGS_CONTRACT_TOKEN: 'not-this-1' }],
  ['the environment', [], { FGS_CONTRACT_AK: AK, FGS_CONTRACT_SK: `${SK}\n` }],
  ['both', ['--ak', AK], { FGS_CONTRACT_AK: 'another', FGS_CONTRACT_SK: SK }],
])('keys from %s sign each request, and are shown nowhere', async (_, args, env) => {
  const { origin, seen } = await serve(json(200, { execution_id: SK, status: AK }))
  const options = ['--target', origin, ...args, '--verbose', '--reporter', 'console', '--reporter', 'json=report.json']
  const cwd = folderOf()
  const { code, stdout, stderr } = await verify(options, { cwd, env })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  const [first] = seen
  expect(first?.headers.authorization).toMatch(
    new RegExp(`^SDK-HMAC-SHA256 Access=${AK}, SignedHeaders=host;x-sdk-date, Signature=[0-9a-f]{64}$`),
  )
  expect(first?.headers['x-auth-token']).toBeUndefined()
  expect(seen.some(({ headers }) => headers.authorization === undefined)).toBe(true)
  const shown = stdout + readFileSync(join(cwd, 'report.json'), 'utf8')
  expect(shown).toContain('***')
  for (const secret of [
    AK,
    SK,
    'SkExample',
    'Access=',
    ...seen.map(({ headers }) => headers.authorization?.slice(-64) ?? AK),
  ])
    expect(shown).not.toContain(secret)
})

it.each(['verify', 'plan'])('half of a key is refused by %s', async (command) => {
  expect(await run([command, '--ak', AK], { cwd: folderOf() })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: --ak needs --sk, or FGS_CONTRACT_SK; give both.\n',
  })
})
