import type { Reporter } from '../results/index.ts'
import { jsonText } from './json-text.ts'
import { reportDocument } from './report-document.ts'

/** Writes the whole report as one JSON document when the run has finished, and nothing before. */
export function createJsonReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? `${jsonText(reportDocument(event.report))}\n` : '') }
}
