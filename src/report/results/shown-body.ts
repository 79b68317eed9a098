import { createHash } from 'node:crypto'
import type { Redaction } from '../../http/index.ts'

/** Bytes of a body that a witness keeps, unless it keeps whole bodies. */
const LONGEST_SHOWN = 64 * 1024
/** A secret that lies across the end of what is read may stay in part; no part of it is shown. */
const MARGIN = 4096

/** A body of which a witness has only the beginning. */
export interface CutBody {
  /** Length of the whole body, as it was sent. */
  readonly bytes: number
  /** Of the whole body, as it was sent, in hexadecimal. */
  readonly sha256: string
}

export interface ShownBody {
  /** Without secrets. */
  readonly body: Uint8Array
  readonly cut?: CutBody
}

/** Whether a witness has all of a body, however witnesses are shown. */
export const isShownWhole = (body: Uint8Array | undefined): boolean => (body?.length ?? 0) <= LONGEST_SHOWN

/** A body as a witness has it: without secrets and, if it is long, its beginning up to a whole character of UTF-8. */
export function shownBody(body: Uint8Array, redaction: Redaction, isWhole: boolean): ShownBody {
  if (isWhole || body.length <= LONGEST_SHOWN) return { body: redaction.bytes(body) }
  const read = redaction.bytes(body.subarray(0, LONGEST_SHOWN + MARGIN))
  const isReadToItsEnd = body.length <= LONGEST_SHOWN + MARGIN
  const end = Math.min(LONGEST_SHOWN, isReadToItsEnd ? read.length : read.length - MARGIN)
  return {
    // A copy: a view would keep all of the body in memory.
    body: read.slice(0, wholeCharacters(read, end)),
    cut: { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') },
  }
}

/** The end of the last whole character of UTF-8 before a place; the place itself if the bytes are not UTF-8. */
function wholeCharacters(bytes: Uint8Array, end: number): number {
  for (let start = end; start > end - 4; start--) if (((bytes[start] ?? 0) & 0xc0) !== 0x80) return start
  return end
}
