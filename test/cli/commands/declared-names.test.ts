import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MASK } from '../../../src/http/index.ts'
import { folderOf, run, verify } from './program.ts'
import { json, serve } from './servers.ts'

/** Its parameters and its header have the names of secrets, and are none. */
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Sample', version: '1' },
  paths: {
    '/a': {
      get: {
        operationId: 'op',
        parameters: [
          {
            name: 'token_type',
            in: 'query',
            required: true,
            schema: { type: 'string', enum: ['bearer-v2', 'mac-v1'] },
          },
          { name: 'X-Max-Token', in: 'header', schema: { type: 'integer', minimum: 1000, maximum: 4096 } },
        ],
        responses: {
          200: {
            description: 'Success',
            headers: { 'X-Signature-Version': { schema: { type: 'string', enum: ['v1-of-it'] } } },
          },
        },
      },
    },
  },
}

const PROGRAM =
  "fetch(process.env.FGS_CONTRACT_URL + '/a?token_type=basic-v1', { headers: { 'x-max-token': '12345' } })"

it('what a contract declares under the name of a secret is shown, and sent again', async () => {
  const { origin } = await serve(json(200, { kind: 'bearer-v2' }, { 'x-signature-version': 'v9-of-it' }))
  const cwd = folderOf({ 'api.json': JSON.stringify(DOCUMENT) })
  const { code } = await verify(['--spec', 'api.json', '--target', origin, '--reporter', 'json=report.json'], { cwd })
  expect(code).toBe(1)
  const report = readFileSync(join(cwd, 'report.json'), 'utf8')
  expect(report).not.toContain(MASK)
  for (const value of ['token_type=bearer-v2', 'v9-of-it']) expect(report).toContain(value)
  const replayed = await run(['replay', 'report.json', '--spec', 'api.json'], { cwd })
  expect({ code: replayed.code, stderr: replayed.stderr }).toEqual({ code: 1, stderr: '' })
  expect(replayed.stdout).toMatch(new RegExp(`^FAIL {2}${JSON.parse(report).findings.length} still failing, `, 'm'))
})

it.each([
  ['plan', ['--json'], []],
  ['client', ['--mode', 'example', '--reporter', 'json'], ['--', process.execPath, '-e', PROGRAM]],
])('%s shows it too', async (command, args, program) => {
  const cwd = folderOf({ 'api.json': JSON.stringify(DOCUMENT) })
  const { stdout } = await run([command, '--spec', 'api.json', ...args, ...program], { cwd })
  expect(stdout).toContain(command === 'plan' ? 'token_type=bearer-v2' : 'token_type=basic-v1')
  expect(stdout).not.toContain(MASK)
})
