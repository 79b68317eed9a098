import type { ReplayDocument, ReportDocument, Reporter } from '../results/index.ts'
import { reportDocument } from './report-document.ts'

/** Writes the whole report as one JSON document when the run has finished, and nothing before. */
export function createJsonReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? `${stringify(reportDocument(event.report))}\n` : '') }
}

/** An escape of JSON (the first group: of a lone surrogate), or a character that a terminal or an editor may obey. */
const DELICATE = /\\u(d[89a-f][0-9a-f]{2})|\\.|[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * JSON that every parser takes and no terminal obeys. `JSON.stringify` escapes a lone surrogate, which a parser may
 * refuse (RFC 8259, 8.2), so it is spelled out as the six characters `\ud800`; and it leaves C1 and bidi controls raw,
 * which can be escaped without changing what is read.
 */
export function stringify(document: ReportDocument | ReplayDocument): string {
  return JSON.stringify(document, null, 2).replace(DELICATE, (match, surrogate: string | undefined) => {
    if (surrogate !== undefined) return `\\\\u${surrogate}`
    if (match.startsWith('\\')) return match
    return Array.from({ length: match.length }, (_, index) => escapeUnit(match.charCodeAt(index))).join('')
  })
}

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
