import { createHash } from 'node:crypto'
import { relative } from 'node:path/posix'
import type { LoadedFile } from '../openapi/index.ts'

/**
 * SHA-256 in hex over every file: the root, then the others in the order of their paths relative to it, each behind its
 * path. Line endings count as line feeds, so that a checkout on another machine has the same digest. The digest of a
 * single file is the file's own.
 */
export function digestOf([root, ...referenced]: readonly LoadedFile[]): string {
  const hash = createHash('sha256')
  if (!root) return hash.digest('hex')
  hash.update(normalised(root.text))
  const named = referenced
    .map((file) => ({ name: relativeTo(root.url, file.url), text: normalised(file.text) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { name, text } of named) hash.update(`\0${name}\0${text}`)
  return hash.digest('hex')
}

const normalised = (text: string): string => text.replace(/\r\n?/g, '\n')

function relativeTo(root: string, url: string): string {
  const from = new URL(root)
  const to = new URL(url)
  if (from.protocol !== to.protocol || from.host !== to.host) return url
  return relative(from.pathname.replace(/[^/]*$/, ''), to.pathname) + to.search
}
