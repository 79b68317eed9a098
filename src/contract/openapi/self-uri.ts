import { isObject, type Json, property } from '../../json/index.ts'

/** The URI that a document of 3.2 gives itself, by `$self`; undefined if it gives none. `base` is where it was read from. */
export function selfUri(document: Json, base: string): string | undefined {
  const self = isObject(document) ? property(document, '$self') : undefined
  if (typeof self !== 'string' || !URL.canParse(self, base)) return undefined
  const url = new URL(self, base)
  url.hash = ''
  return url.href
}

/**
 * Where a document is read from that is named by a URI: as far from `place` as its URI is from `self`, by which the document
 * at `place` is named (3.2, 4.1.2.2.1: the same references hold wherever the files lie). Undefined if nothing tells.
 */
export function placeBeside(self: string, place: string, uri: string): string | undefined {
  const [from, to] = [new URL(self), new URL(uri)]
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined
  const here = from.pathname.split('/')
  const there = to.pathname.split('/')
  const most = Math.min(here.length, there.length) - 1
  let shared = 0
  while (shared < most && here[shared] === there[shared]) shared++
  const relative = `./${'../'.repeat(here.length - 1 - shared)}${there.slice(shared).join('/')}${to.search}`
  return URL.canParse(relative, place) ? new URL(relative, place).href : undefined
}
