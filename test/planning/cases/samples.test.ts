import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { type Case, createPlan, mayExecute } from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const casesOf = (content: JsonObject): readonly Case[] =>
  createPlan(contractOf(documentWith({ requestBody: { required: true, content } })), plannedWith()).cases
const bytesOf = ({ request }: Case): Buffer => Buffer.from(request.body ?? [])
const textOf = (planned: Case | undefined): string => (planned ? bytesOf(planned).toString('latin1') : '')
const FILE: JsonObject = { schema: { type: 'string', format: 'binary' } }

/** What a server looks at to tell a file of a media type from any other bytes. */
const isOf: { readonly [mediaType: string]: (bytes: Buffer) => boolean } = {
  'image/png': (bytes) => bytes.toString('latin1').startsWith('\x89PNG\r\n\x1a\n'),
  'image/bmp': (bytes) => bytes.toString('latin1', 0, 2) === 'BM' && bytes.readUInt32LE(2) === bytes.length,
  'image/svg+xml': (bytes) => /^<svg [^>]*xmlns=/.test(bytes.toString()),
  'audio/wav': (bytes) => bytes.toString('latin1', 8, 12) === 'WAVE' && bytes.readUInt32LE(4) === bytes.length - 8,
  'application/zip': (bytes) => bytes.toString('latin1', 0, 4) === 'PK\x05\x06' && bytes.length === 22,
  'application/gzip': (bytes) => gunzipSync(bytes).length === 0,
  'application/pdf': (bytes) => bytes.toString('latin1').startsWith('%PDF-'),
}

describe('an upload is a small file', () => {
  // XML is not written yet, and so no SVG as a whole body.
  it.each(Object.entries(isOf).filter(([name]) => name !== 'image/svg+xml'))(
    'of %s, in each request that may be accepted',
    (mediaType, isFile) => {
      const cases = casesOf({ [mediaType]: FILE }).filter(mayExecute)
      expect(cases.length).toBeGreaterThan(1)
      for (const planned of cases) expect(isFile(bytesOf(planned)), planned.name).toBe(true)
      expect(Math.max(...cases.map((planned) => bytesOf(planned).length))).toBeLessThan(400)
    },
  )

  it.each(Object.entries(isOf))('of what contentMediaType says: %s', (mediaType, isFile) => {
    const schema = { type: 'string', contentMediaType: mediaType } as const
    const whole = casesOf({ 'application/octet-stream': { schema } })
    expect(whole.filter(mayExecute).every((planned) => isFile(bytesOf(planned)))).toBe(true)
    const form = casesOf({ 'multipart/form-data': { schema: { type: 'object', properties: { file: schema } } } })
    const text = textOf(form[0])
    expect(text).toContain(`Content-Type: ${mediaType}\r\n`)
    const [, content = ''] = /name="file".*?\r\n\r\n(.*?)\r\n--/s.exec(text) ?? []
    expect(isFile(Buffer.from(content, 'latin1'))).toBe(true)
  })

  it('of a list of them, each', () => {
    const schema = { type: 'array', items: { type: 'string', contentMediaType: 'text/csv', format: 'binary' } } as const
    const [first] = casesOf({ 'multipart/form-data': { schema: { type: 'object', properties: { file: schema } } } })
    expect(textOf(first)).toContain('Content-Type: text/csv\r\n\r\nname\r\nExample\r\n')
  })
})
