import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RAW_CHARACTERS } from '../../support/raw-characters.ts'
import { folderOf, run, verify } from './program.ts'
import { serve } from './servers.ts'

const documentOf = (text: string): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: text, version: text },
    paths: {
      [`/a/${text.replace(/[{}/?#]/g, '')}`]: {
        get: {
          operationId: `op${text}`,
          parameters: [{ name: `p${text}`, in: 'query', schema: { enum: [text, 'b'] } }],
          responses: { 200: { description: text }, 404: { description: text } },
        },
      },
    },
  })

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\x1b[2J', '\x1b]0;title\x07', '\x9b2J', '\r', '\u202e', '\u2028', '\ud800', '\t', '\x1b[31m'),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''))

test('no document makes the program write what a terminal obeys', async () => {
  const folder = folderOf()
  const { writeFileSync } = await import('node:fs')
  const spec = join(folder, 'd.json')
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      writeFileSync(spec, documentOf(text))
      for (const args of [
        ['plan', '--spec', spec, '--runs', '1'],
        ['plan', '--spec', spec, '--runs', '1', '--json'],
        ['verify', '--spec', spec, '--include', `nope${text.replaceAll('\0', '')}`],
      ]) {
        const { stdout, stderr } = await run(args, { cwd: folder })
        expect(stdout + stderr, args.join(' ')).not.toMatch(RAW_CHARACTERS)
        expect(stdout + stderr).not.toBe('')
      }
    }),
    { numRuns: 8, examples: [['\x1b[2J'], ['\x1b[31m\r']] },
  )
})

const TEXT = '\x1b[2J\x9b31m\r\u202e\x1b[31m'

test.each([
  ['adequacy', ['adequacy', '--runs', '1', '--verbose']],
  ['adequacy as JSON', ['adequacy', '--runs', '1', '--json']],
  [
    'client',
    ['client', '--runs', '1', '--verbose', '--', process.execPath, '-e', `console.log(${JSON.stringify(TEXT)})`],
  ],
  ['an error of arguments', ['plan', `--${TEXT}`]],
])('%s writes nothing that a terminal obeys', async (_, args) => {
  const folder = folderOf({ 'd.json': documentOf(TEXT) })
  const [command = '', ...rest] = args
  const { stdout, stderr } = await run([command, '--spec', join(folder, 'd.json'), ...rest], { cwd: folder })
  expect(stdout + stderr).not.toMatch(RAW_CHARACTERS)
  expect(stdout + stderr).not.toBe('')
})

test('no answer makes verify and replay write what a terminal obeys', async () => {
  const { origin } = await serve((res) => {
    res.writeHead(500, { 'content-type': 'text/plain', 'x-a': '\x9b2J' })
    res.end(TEXT)
  })
  const folder = folderOf({ 'd.json': documentOf(TEXT) })
  const spec = ['--spec', join(folder, 'd.json')]
  const reporters = ['--reporter', 'console', '--reporter', 'json=r.json', '--verbose']
  const verified = await verify([...spec, '--target', origin, ...reporters], { cwd: folder })
  expect(verified.stdout + verified.stderr).not.toMatch(RAW_CHARACTERS)
  expect(verified.stdout).toContain('\\u001b[2J')
  const replayed = await run(['replay', join(folder, 'r.json'), ...spec, '--target', origin], { cwd: folder })
  expect(replayed.stdout + replayed.stderr).not.toMatch(RAW_CHARACTERS)
  expect(replayed.stdout).toContain('\\u001b[2J')
})
