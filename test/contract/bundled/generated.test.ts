import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'json-schema-to-typescript'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type BundledContract, bundled } from '../../../src/contract/bundled/index.ts'
import { pointersIn } from '../../../src/contract/documents/bundled.ts'
import { bundled as bundledOfNode } from '../../../src/contract/documents/index.ts'
import { Lines } from '../../../src/contract/documents/lines.ts'
import { contractOf } from '../../../src/contract/openapi/index.ts'
import type { Pointer } from '../../../src/json/index.ts'
import { root } from '../../support/project-files.ts'
import { operationSchema } from './operation-schema.ts'

const FILE = 'specs/start-sync-workflow-execution.yaml'
const text = readFileSync(join(root, FILE), 'utf8').replaceAll('\r\n', '\n')

const NOTE = `// Written from ${FILE} by \`npm run generate\`: change that, and run this.`

/** Not up to date? `npm run generate` writes them anew. */
test('the types of the bundled contract are those of its document', async () => {
  const types = await compile(operationSchema(contractOf(parse(text), FILE), parse(text)), 'BundledOperations', {
    bannerComment: `${NOTE}\n\nimport type { JsonObject } from '../../json/index.ts'`,
    format: false,
    ignoreMinAndMaxItems: true,
  })
  // Statuses are numbers to whoever names one.
  await expect(formatted(types.replace(/'?"?\b(\d{3})\b"?'?:/g, '$1:'))).toMatchFileSnapshot(
    '../../../src/contract/bundled/bundled-operations.ts',
  )
})

test('the data of the bundled contract is that of its document', async () => {
  const digest = createHash('sha256').update(text).digest('hex')
  const module = `${NOTE}
// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema

import type { JsonObject } from '../../json/index.ts'

/** Where the document stands in the package. */
export const BUNDLED_FILE = '${FILE}'

/** SHA-256 of the document's text, in hex. */
export const BUNDLED_DIGEST = '${digest}'

export const bundledDocument: JsonObject = ${JSON.stringify(parse(text))}
`
  await expect(formatted(module)).toMatchFileSnapshot('../../../src/contract/bundled/bundled-document.ts')
})

test('the lines of the bundled contract are those of its document, and it is not parsed to know them', async () => {
  const lines = new Lines()
  const lineOf = (pointer: Pointer): number | undefined => lines.locate({ file: FILE, pointer }, text)
  const pointers = pointersIn(parse(text))
  const module = `${NOTE}

/** The line of each place of the document, in the order in which they stand there. */
export const BUNDLED_LINES: readonly number[] = ${JSON.stringify(pointers.map(lineOf))}
`
  await expect(formatted(module)).toMatchFileSnapshot('../../../src/contract/documents/bundled-lines.ts')
  const places = [...pointers, '/paths/~1v3', '/info/title/x', '/nothing/at/all']
  const { lineOf: known } = bundledOfNode()
  expect(places.map((pointer) => known({ file: FILE, pointer }))).toEqual(places.map(lineOf))
  expect(known({ file: 'other.yaml', pointer: '' })).toBeUndefined()
})

test('a browser has the same contract as Node, less its lines', () => {
  const shown = (contract: BundledContract): unknown => JSON.parse(JSON.stringify(contract))
  expect(shown(bundled())).toEqual(shown(bundledOfNode()))
  expect(bundled().words).toEqual(bundledOfNode().words)
})

const formatted = (code: string): string =>
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--stdin-file-path=src/bundled/generated.ts'],
    { cwd: root, input: code, encoding: 'utf8' },
  )
