import { describe, expect, it } from 'vitest'
import { pathOf } from '../../support/exchanges.ts'
import { expectKept, mock, type Serving } from './mock-process.ts'
import { folderOf, run, steady, verify } from './program.ts'

const post = ({ origin }: Serving, target: string, body: string, headers: Record<string, string> = {}) =>
  fetch(origin + target, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

const VALID = '{"input":{}}'

describe('mock', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves, says what comes, and ends at %s', async (signal) => {
    const serving = await mock()
    const statuses = []
    for (const [target, body, prefer] of [
      [pathOf(), VALID, ''],
      [pathOf('a'.repeat(65)), '{"input":1}', ''],
      [pathOf(), '{', ''],
      [pathOf(), VALID, 'code=404'],
      [pathOf(), VALID, 'code=418'],
      [pathOf(), VALID, 'breaks="response.200 /status enum", delay=1'],
      ['/%1b]nowhere', VALID, ''],
    ] as const)
      statuses.push((await post(serving, target, body, { prefer })).status)
    await post(serving, pathOf(), VALID, { prefer: 'fault=reset' }).catch(() => statuses.push('reset'))
    expect(statuses).toEqual([200, 400, 400, 404, 501, 200, 404, 'reset'])
    serving.process.kill(signal)
    const { code, stdout, stderr } = await serving.finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(steady(stdout)).toMatchFileSnapshot('stored/mock.txt')
  })

  it('shows a line for a shell that works', async () => {
    const serving = await mock('--status', '404')
    const [, curl = ''] = /^ {2}\$ (curl .*)$/m.exec(serving.text()) ?? []
    const [, url = ''] = /'(http[^']*)'/.exec(curl) ?? []
    const [, body = ''] = /--data-binary '(.*)'$/.exec(curl) ?? []
    expect((await post(serving, url.slice(serving.origin.length), body)).status).toBe(404)
  })

  it('asks for a credential, and shows none', async () => {
    const serving = await mock('--token', 'secret-1')
    expect((await post(serving, pathOf(), VALID)).status).toBe(401)
    expect((await post(serving, pathOf(), VALID, { 'x-auth-token': 'secret-1' })).status).toBe(200)
    serving.process.kill()
    const { stdout } = await serving.finished
    expect(stdout).toContain("-H 'X-Auth-Token: ***'")
    expect(stdout).not.toContain('secret-1')
  })

  it('serves any document; keys in queries are not shown', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'Keys', version: '2' },
      paths: Object.fromEntries(
        Array.from({ length: 22 }, (_, index) => [
          `/a/${index}`,
          { get: { security: [{ key: [] }], responses: { 200: { description: '' } } } },
        ]),
      ),
      components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'api key' } } },
    }
    const folder = folderOf({ 'keys.json': JSON.stringify(document) })
    const serving = await mock('--spec', `${folder}/keys.json`, '--delay', '1ms', '--mode', 'random', '--seed', '7')
    expect((await fetch(`${serving.origin}/a/3?b=1&api%20key=secret-2`)).status).toBe(200)
    serving.process.kill()
    const { stdout } = await serving.finished
    await expect(steady(stdout)).toMatchFileSnapshot('stored/mock.keys.txt')
  })

  it('says which port is taken', async () => {
    const { origin } = await mock()
    const { port } = new URL(origin)
    expect(await run(['mock', '--port', port])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: port ${port} is taken; give another --port, or leave it out for any that is free.\n`,
    })
  })

  it.each([
    [['--port', '65536'], /Write a whole number up to 65535/],
    [['--mode', 'edges'], /Allowed choices are example, boundary, random/],
    [['--status', '418'], /documents no response 418, only 200, 400, 404, 500/],
    [['--spec', 'nowhere.yaml'], /nowhere\.yaml/],
    [['--token', 'a\nb'], /--token has a character that no header can carry/],
    [['more'], /too many arguments/],
  ])('cannot use %j', async (args, message) => {
    const { code, stdout, stderr } = await run(['mock', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  // With other options in mock-verified.slow.test.ts.
  it('keeps its contract, as verify sees it', async () => {
    const { origin } = await mock()
    await expectKept(origin, 'boundary')
  })

  it('with --status 404 is no deployment that keeps its contract', async () => {
    const { origin } = await mock('--status', '404')
    // Nothing was let in: no request is known to be legal in it.
    expect((await verify(['--target', origin])).code).toBe(3)
  })
})
