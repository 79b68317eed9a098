import { readFileSync } from 'node:fs'
import type { Report } from './report.ts'

/** Name and version of this package, from its own package.json. */
export function tool(): Report['tool'] {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const { name, version }: Report['tool'] = JSON.parse(text)
  return { name, version }
}
