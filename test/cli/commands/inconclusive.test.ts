import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { serveFixture, steady, verify } from './program.ts'
import { json, listen, type Seen, serve } from './servers.ts'

/** The verdict's line, and the exit code. */
async function verdict(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await verify(args)
  expect(stderr).toBe('')
  return `${code} ${steady(stdout).trimEnd().split('\n').at(-1)}`
}

const denied = { error_code: 'APIG.0301', error_msg: 'Incorrect IAM authentication information' }

/** One that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('a target that cannot be talked to', () => {
  it('does not listen', async () => {
    const port = await listen(createServer())
    const { code, stdout, stderr } = await verify(['--target', 'http://127.0.0.1:9'])
    expect({ code, stderr, port: port > 0 }).toEqual({ code: 3, stderr: '', port: true })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/inconclusive.refused.txt')
  })

  it('has no address', async () => {
    expect(await verdict(['--target', 'http://made-up.invalid'])).toMatch(
      /^3 INCONCLUSIVE {2}The host of made-up\.invalid has no address \(\w+\) /,
    )
  })

  it('has been waited for in vain', async () => {
    expect(await verdict(['--target', 'http://127.0.0.1:9', '--wait', '300ms'])).toBe(
      '3 INCONCLUSIVE  No connection to 127.0.0.1:PORT (ECONNREFUSED), even after 0.3 s of waiting (0 requests, 0 executions, TIME)',
    )
  })

  it('speaks no HTTP', async () => {
    const port = await listen(createServer((socket) => socket.end('220 mail.example ESMTP\r\n')))
    expect(await verdict(['--target', `http://127.0.0.1:${port}`])).toMatch(
      /^3 INCONCLUSIVE {2}What 127\.0\.0\.1:PORT sent is no HTTP\/1\.1: /,
    )
  })

  it('hangs up', async () => {
    const port = await listen(createServer((socket) => socket.destroy()))
    expect(await verdict(['--target', `http://127.0.0.1:${port}`])).toMatch(
      /^3 INCONCLUSIVE {2}The connection to 127\.0\.0\.1:PORT ended before a response came/,
    )
  })

  it('does not answer', async () => {
    const { origin } = await serve(() => undefined)
    expect(await verdict(['--target', origin, '--timeout', '100ms'])).toMatch(
      /^3 INCONCLUSIVE {2}No whole response from 127\.0\.0\.1:PORT within 100 ms /,
    )
  })

  it('is waited for', async () => {
    const free = await freePort()
    const [said] = await Promise.all([
      verdict(['--target', `http://127.0.0.1:${free}`, '--wait', '30s']),
      serveFixture('clean', free),
    ])
    expect(said).toMatch(/^0 PASS /)
  })
})

describe('a target that lets nobody through', () => {
  it.each([
    [
      [],
      'the deployment demands credentials, and none were given',
      'give credentials for token with --token token=VALUE, or with --header',
    ],
    [['--token', 'secret-token'], 'the credentials were refused', 'check the credentials'],
  ])('401 with %j', async (args, problem, advice) => {
    const { origin, seen } = await serve(json(401, denied))
    expect(await verdict(['--target', origin, ...args])).toBe(
      `3 INCONCLUSIVE  ${problem}: the platform said APIG.0301: the IAM authentication information is wrong; ${advice} (1 request, 1 execution, TIME)`,
    )
    expect(seen).toHaveLength(1)
  })

  it('403, and a 404 of the platform', async () => {
    const forbidden = await serve(json(403, { message: 'no' }))
    expect(await verdict(['--target', forbidden.origin])).toMatch(
      /^3 INCONCLUSIVE {2}the deployment demands credentials, and none were given: it answered 403 \(no\); give credentials/,
    )
    const unpublished = await serve(json(404, { error_code: 'APIG.0101', error_msg: 'The API does not exist' }))
    expect(await verdict(['--target', unpublished.origin])).toMatch(
      /^3 INCONCLUSIVE {2}the operation was not reached: the platform said APIG\.0101: /,
    )
  })

  it('404 to everything', async () => {
    const { origin } = await serve(json(404, { error_code: 'FSS.0404', error_msg: 'There is no such workflow.' }))
    const { code, stdout, stderr } = await verify(['--target', origin])
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/inconclusive.404.txt')
  })

  it('says that credentials were refused, not that none were given, where a token was given', async () => {
    const { origin } = await serve(json(401, denied))
    const { stdout } = await verify(['--target', origin, '--token', 'secret-token'])
    expect(stdout).not.toContain('no credentials were given')
  })

  it('counts no execution where nothing was reached', async () => {
    expect(await verdict(['--target', 'http://127.0.0.1:9'])).toContain('0 executions')
  })
})

describe('budgets', () => {
  it.each([
    [
      ['--max-requests', '0'],
      /^3 INCONCLUSIVE {2}nothing was proven: --max-requests 0 left out all of 1 operation \(0 requests, 0 executions, TIME\)$/,
    ],
    [
      ['--max-time', '0s'],
      /^3 INCONCLUSIVE {2}the run ended before its plan: --max-time was reached, and \d+ requests were not sent \(0 requests, 0 executions, TIME\)$/,
    ],
  ])('%j', async (args, said) => {
    expect(await verdict(args)).toMatch(said)
  })

  it('--max-executions 0 sends only what must be refused', async () => {
    const { origin, seen } = await serve(json(400, { error_code: 'FSS.0400', error_msg: 'Not accepted here.' }))
    const args = ['--target', origin, '--max-executions', '0']
    expect(await verdict(args)).toMatch(
      /^3 INCONCLUSIVE {2}1 of 1 operations was not reached: startSyncWorkflowExecution \(--max-executions 0 left out \d+ requests that may be executed or change something\); raise that limit, or /,
    )
    expect(await verdict([...args, '--allow-unreached', '*'])).toMatch(/^0 PASS {2}\d+ requests, 0 executions, /)
    const isWhole = ({ method, url }: Seen) => method === 'POST' && url.startsWith('/v2/')
    expect(seen.filter(isWhole).length).toBeGreaterThan(20)
  })
})
