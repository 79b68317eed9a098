import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { reporterNames } from '../../../src/report/reporters/index.ts'
import { folderOf, verify } from './program.ts'
import { serve } from './servers.ts'

const TOKEN = 'S3cr3t/Tok+en=='
const GIVEN = '<covert & "quoted">'

it.each([
  ['FGS_CONTRACT_TOKEN', [], { FGS_CONTRACT_TOKEN: ` ${TOKEN}\n` }],
  ['--token', ['--token', TOKEN], { FGS_CONTRACT_TOKEN: 'an0ther-T0ken' }],
])('a token from %s and the values of headers are sent and shown nowhere', async (_, args, env) => {
  const { origin, seen } = await serve((res, { headers }) => {
    const token = String(headers['x-auth-token'])
    const given = String(headers['x-given'])
    const texts = [token, given].flatMap((text) => [
      text,
      encodeURIComponent(text),
      Buffer.from(text).toString('base64'),
      Buffer.from(`user:${text}`).toString('base64url'),
    ])
    res.writeHead(200, { 'content-type': 'application/json', 'x-echo': token, 'set-cookie': encodeURIComponent(given) })
    res.end(JSON.stringify({ execution_id: token, status: given, [token]: texts, errors: given, begin_time: token }))
  })
  const folder = folderOf()
  const toFile = reporterNames.filter((name) => name !== 'console')
  const fileOf = (name: string): string => `report.${name}`
  const named = ['console', ...toFile.map((name) => `${name}=${fileOf(name)}`)]
  const reporters = ['--verbose', ...named.flatMap((name) => ['--reporter', name])]
  const options = ['--target', origin, '--header', `X-Given: ${GIVEN}`, ...args, ...reporters]
  const { code, stdout, stderr } = await verify(options, { cwd: folder, env })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(seen[0]?.headers).toMatchObject({ 'x-auth-token': TOKEN, 'x-given': GIVEN })
  const texts = new Map(toFile.map((name) => [name, readFileSync(join(folder, fileOf(name)), 'utf8')]))
  expect(stdout).toContain('***')
  // An annotation shows no exchange.
  for (const [name, text] of texts) if (name !== 'github') expect(text, name).toContain('***')
  const written = [stdout, ...texts.values()].join('')
  for (const secret of [TOKEN, GIVEN, 'S3cr3t', 'covert', 'UzNjcjN0', 'Y292ZXJ0', 'an0ther-T0ken'])
    expect(written).not.toContain(secret)
})
